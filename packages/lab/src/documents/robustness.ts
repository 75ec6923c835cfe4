/**
 * What `selectivity robustness --json` prints.
 *
 * @module
 */

import {
  type AttackAssessment,
  type CorruptionAssessment,
  type RelativeErrors,
  type RobustnessRun,
  type RobustnessTable,
  relativeErrors,
} from "@selectivity-lab/assess";
import { type RobustnessSummary, type Statement, summarizeRobustness, testStatements } from "@selectivity-lab/report";

/** An evaluation as one document. */
export interface RobustnessDocument {
  readonly schema: 1;
  readonly settings: Pick<RobustnessRun, "corruptions" | "attacks">;
  readonly networks: readonly {
    readonly id: string | null;
    readonly alpha: number | null;
    readonly seed: number | null;
    readonly meanSelectivity: number | null;
    readonly corruptions: CorruptionAssessment | null;
    /** Errors relative to those of the control of the same seed; null for a control, or without one. */
    readonly relativeToControl: RelativeErrors | null;
    readonly attacks: AttackAssessment | null;
  }[];
  /** One an alpha; empty for a single network. */
  readonly byAlpha: readonly RobustnessSummary[];
  /** Empty for a single network. */
  readonly statements: readonly Statement[];
}

/** The document of an evaluation. */
export function createRobustnessDocument(table: RobustnessTable): RobustnessDocument {
  const { run, rows } = table;
  return {
    schema: 1,
    settings: { corruptions: run.corruptions, attacks: run.attacks },
    networks: rows.map(({ id, alpha, seed, selectivity, corruptions, attacks }) => {
      const control = rows.find((row) => row.alpha === 0 && row.seed === seed && row.id !== id)?.corruptions;
      const relativeToControl = corruptions && control ? relativeErrors(corruptions, control) : null;
      return { id, alpha, seed, meanSelectivity: selectivity, corruptions, relativeToControl, attacks };
    }),
    byAlpha: summarizeRobustness(rows),
    statements: testStatements(table),
  };
}
