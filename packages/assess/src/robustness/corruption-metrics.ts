/**
 * Accuracy on corrupted images as single numbers, and the definition of each in words.
 *
 * "mCE" is an error divided by AlexNet's in one paper and a plain mean error in others, so every document defines its numbers in
 * words, and relative errors name their reference.
 *
 * Source: Hendrycks & Dietterich 2019, arXiv:1903.12261; RobustBench.
 * @module
 */

import { describeCorruption } from "@selectivity-lab/perturb";
import { mean } from "@selectivity-lab/statistics";
import type { CorruptionAssessment, CorruptionCell, CorruptionSettings } from "./contracts.js";

/** Whether a corruption is one of the fifteen that means are taken over; the other four are meant for tuning. */
export function isStandard(corruption: string): boolean {
  return describeCorruption(corruption).standard;
}

/** Computes the metrics of a network's cells; null if no standard corruption was measured. */
export function computeCorruptionMetrics(
  clean: number,
  cells: readonly CorruptionCell[],
): CorruptionAssessment["metrics"] {
  const standard = cells.filter(({ corruption }) => isStandard(corruption));
  const meanCorruptedAccuracy = standard.length === 0 ? null : meanAccuracy(standard);
  const families = [...new Set(standard.map(({ corruption }) => describeCorruption(corruption).family))];
  const selectFamily = (family: string) =>
    standard.filter(({ corruption }) => describeCorruption(corruption).family === family);
  return {
    meanCorruptedAccuracy,
    meanCorruptedAccuracyOfAll: meanAccuracy(cells),
    drop: meanCorruptedAccuracy === null ? null : clean - meanCorruptedAccuracy,
    ratio: meanCorruptedAccuracy === null || clean === 0 ? null : meanCorruptedAccuracy / clean,
    byFamily: Object.fromEntries(families.map((family) => [family, meanAccuracy(selectFamily(family))])),
  };
}

/** Defines the metrics of {@link computeCorruptionMetrics} in words. */
export function defineCorruptionMetrics({ corruptions, severities, images, generator }: CorruptionSettings) {
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
        : `generated here, version ${generator}: comparable between networks of this lab, not with leaderboards`,
  };
}

/** Errors of a network relative to a reference network. */
export interface RelativeErrors {
  /** Sum of errors over severities, divided by that of the reference; null if the reference makes no errors. */
  readonly byCorruption: Readonly<Record<string, number | null>>;
  /** Mean of `byCorruption` over the standard corruptions. */
  readonly meanCorruptionError: number | null;
  /** Mean over the standard corruptions of the error beyond the clean error, divided by that of the reference. */
  readonly relativeMeanCorruptionError: number | null;
}

/** Computes corruption errors as ImageNet-C defines them, with a reference network of our own. */
export function computeRelativeErrors(network: CorruptionAssessment, reference: CorruptionAssessment): RelativeErrors {
  const corruptions = [...new Set(network.cells.map(({ corruption }) => corruption))];
  const quotient = (corruption: string, beyond: boolean) => {
    const [own, theirs] = [network, reference].map((result) => {
      const cells = result.cells.filter((cell) => cell.corruption === corruption);
      return cells.reduce((sum, { accuracy }) => sum + (beyond ? result.clean.accuracy : 1) - accuracy, 0);
    }) as [number, number];
    return theirs === 0 ? null : own / theirs;
  };
  const averageQuotients = (beyond: boolean) => {
    const quotients = corruptions.filter(isStandard).map((corruption) => quotient(corruption, beyond));
    return quotients.length === 0 || quotients.includes(null) ? null : mean(quotients as number[]);
  };
  return {
    byCorruption: Object.fromEntries(corruptions.map((corruption) => [corruption, quotient(corruption, false)])),
    meanCorruptionError: averageQuotients(false),
    relativeMeanCorruptionError: averageQuotients(true),
  };
}

function meanAccuracy(cells: readonly CorruptionCell[]): number {
  return mean(cells.map(({ accuracy }) => accuracy));
}
