/**
 * Networks as points of figures about robustness: the measured networks of a sweep, matched with their evaluation.
 *
 * @module
 */
import { createNetworkPoint, type NetworkPoint } from "../panels/networks.js";
import type { EvaluatedData } from "./define-robustness-figure.js";
import { OUTCOMES, type RobustOutcome } from "./outcomes.js";

/** An outcome, and the networks that have it, with the outcome as their value. */
export interface MatchedOutcome {
  readonly outcome: RobustOutcome;
  readonly networks: (NetworkPoint & { value: number })[];
}

/** Matches each outcome with the networks for which it was evaluated; outcomes without a network are left out. */
export function matchOutcomes({ measured, robustness }: EvaluatedData): MatchedOutcome[] {
  const evaluated = new Map(robustness.rows.map((row) => [row.id, row]));
  return OUTCOMES.flatMap((outcome) => {
    const networks = measured.flatMap((row) => {
      const evaluation = evaluated.get(row.id);
      const value = evaluation ? outcome.read(evaluation) : null;
      return value === null ? [] : [{ ...createNetworkPoint(row), value }];
    });
    return networks.length === 0 ? [] : [{ outcome, networks }];
  });
}
