/**
 * One sweep for people: its networks by alpha and state, and those that need a look.
 *
 * @module
 */
import { formatSigned } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { formatCell, formatTable } from "../terminal/format.js";
import { describeTrial } from "./trial.js";

/** Networks that are listed by name. */
const LISTED = 20;

/** A table by alpha, then a line for each network that is neither done nor queued, then notes. */
export function describeSweep(lab: typeof Lab, { sweep, rows, warnings }: Lab.SweepTable): string {
  const shown = lab.trialStates.filter((state) => rows.some((row) => row.state === state));
  const cells = (some: readonly Lab.TrialRow[]) => {
    const counts = lab.countStates(some);
    return [String(some.length), ...shown.map((state) => formatCell(counts[state]))];
  };
  const alphas = [...new Set(rows.map(({ alpha }) => alpha))];
  const byAlpha = alphas.map((alpha) => [formatSigned(alpha), ...cells(rows.filter((row) => row.alpha === alpha))]);
  const notable = rows.filter(({ state }) => state !== "done" && state !== "queued");
  return [
    formatTable([["alpha", "networks", ...shown], ...byAlpha, ["all", ...cells(rows)]]),
    ...notable
      .slice(0, LISTED)
      .map((row) =>
        describeTrial(
          { ...row, accuracy: null, meanSelectivity: null, liveSelectivity: null, deadUnitsFraction: null },
          sweep.recipe.epochs,
        ),
      ),
    ...(notable.length > LISTED ? [`… and ${notable.length - LISTED} more`] : []),
    ...warnings.map((warning) => `note: ${warning}`),
  ].join("\n");
}
