/**
 * How many of a sweep's networks an evaluation of robustness covers. A statement that rests on a part of them is introduced by a
 * sentence that says so, since the others may change it: half a sweep can support what the whole contradicts.
 *
 * @module
 */
import type { RobustnessTable } from "@selectivity-lab/assess";
import { formatCount } from "@selectivity-lab/base";

/** Networks that were evaluated in every requested way, out of those that the sweep plans. */
export interface Coverage {
  readonly complete: boolean;
  /** Number of networks for which every requested evaluation is done. */
  readonly assessed: number;
  /** Number of networks of the sweep that are trained or may still be; those that diverged do not count. */
  readonly planned: number;
}

/** Counts the networks that an evaluation covers. */
export function measureCoverage({ run, rows, unfinished = 0 }: RobustnessTable): Coverage {
  const isAssessed = ({ corruptions, attacks }: RobustnessTable["rows"][number]) =>
    (!run.corruptions || corruptions !== null) && (!run.attacks || attacks !== null);
  const assessed = rows.filter(isAssessed).length;
  const planned = rows.length + unfinished;
  return { complete: assessed === planned, assessed, planned };
}

/** The sentence that introduces statements from a part of the networks; null where all are covered. */
export function describeCoverage({ complete, assessed, planned }: Coverage): string | null {
  if (complete) return null;
  return `Incomplete: ${assessed} of ${formatCount(planned, "network")} evaluated. The statements rest on a part of the sweep and may change with the rest.`;
}
