/**
 * What a network's accuracy on corrupted images comes to, in one number each, and what these numbers are called.
 *
 * "mCE" means an error divided by that of AlexNet in one paper and a plain mean error in others, so every document says
 * in words what its numbers are, and errors relative to a reference name the reference.
 *
 * Source: Hendrycks & Dietterich 2019, arXiv:1903.12261; RobustBench.
 * @module
 */

import { describeCorruption } from "@selectivity-lab/perturb";
import { mean } from "@selectivity-lab/statistics";
import type { CorruptionAssessment, CorruptionCell, CorruptionSettings } from "./contracts.js";

/** Whether a corruption is one of the fifteen that means are made of; the other four are for tuning. */
export function isStandard(corruption: string): boolean {
  return describeCorruption(corruption).standard;
}

/** The metrics of a network's cells; null where no standard corruption was measured. */
export function corruptionMetrics(clean: number, cells: readonly CorruptionCell[]): CorruptionAssessment["metrics"] {
  const standard = cells.filter(({ corruption }) => isStandard(corruption));
  const meanCorruptedAccuracy = standard.length === 0 ? null : meanAccuracy(standard);
  const families = [...new Set(standard.map(({ corruption }) => describeCorruption(corruption).family))];
  const ofFamily = (family: string) =>
    standard.filter(({ corruption }) => describeCorruption(corruption).family === family);
  return {
    meanCorruptedAccuracy,
    meanCorruptedAccuracyOfAll: meanAccuracy(cells),
    drop: meanCorruptedAccuracy === null ? null : clean - meanCorruptedAccuracy,
    ratio: meanCorruptedAccuracy === null || clean === 0 ? null : meanCorruptedAccuracy / clean,
    byFamily: Object.fromEntries(families.map((family) => [family, meanAccuracy(ofFamily(family))])),
  };
}

/** The names of {@link corruptionMetrics} in words. */
export function corruptionDefinitions({ corruptions, severities, images, generator }: CorruptionSettings) {
  const standard = corruptions.filter(isStandard);
  const over = (count: number) =>
    `mean top-1 accuracy over ${count} corruptions × severities ${severities.join(", ")}, each on the first ${images} test images`;
  return {
    meanCorruptedAccuracy: `${over(standard.length)}: ${standard.join(", ")}`,
    meanCorruptedAccuracyOfAll: over(corruptions.length),
    drop: "clean accuracy minus meanCorruptedAccuracy",
    ratio: "meanCorruptedAccuracy / clean accuracy",
    byFamily: "as meanCorruptedAccuracy, over the corruptions of one family",
    generator:
      generator === "published"
        ? "the published files"
        : `generated here, version ${generator}: numbers compare between networks of this lab, not with leaderboards`,
  };
}

/** Errors of a network relative to those of a reference. */
export interface RelativeErrors {
  /** Sum of errors over severities, divided by that of the reference; null where the reference makes none. */
  readonly byCorruption: Readonly<Record<string, number | null>>;
  /** Mean of these over the standard corruptions. */
  readonly meanCorruptionError: number | null;
  /** Mean over the standard corruptions of: error beyond the clean error, divided by that of the reference. */
  readonly relativeMeanCorruptionError: number | null;
}

/** Corruption errors in the sense of ImageNet-C, with a reference of our own. */
export function relativeErrors(network: CorruptionAssessment, reference: CorruptionAssessment): RelativeErrors {
  const corruptions = [...new Set(network.cells.map(({ corruption }) => corruption))];
  const quotient = (corruption: string, beyond: boolean) => {
    const [own, theirs] = [network, reference].map((result) => {
      const cells = result.cells.filter((cell) => cell.corruption === corruption);
      return cells.reduce((sum, { accuracy }) => sum + (beyond ? result.clean.accuracy : 1) - accuracy, 0);
    }) as [number, number];
    return theirs === 0 ? null : own / theirs;
  };
  const meanOf = (beyond: boolean) => {
    const quotients = corruptions.filter(isStandard).map((corruption) => quotient(corruption, beyond));
    return quotients.length === 0 || quotients.includes(null) ? null : mean(quotients as number[]);
  };
  return {
    byCorruption: Object.fromEntries(corruptions.map((corruption) => [corruption, quotient(corruption, false)])),
    meanCorruptionError: meanOf(false),
    relativeMeanCorruptionError: meanOf(true),
  };
}

function meanAccuracy(cells: readonly CorruptionCell[]): number {
  return mean(cells.map(({ accuracy }) => accuracy));
}
