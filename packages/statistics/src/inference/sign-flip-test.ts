/**
 * The paired permutation test: if two treatments do not differ, each pair's difference could just as well have had the opposite
 * sign.
 *
 * n pairs have 2ⁿ sign patterns, so the smallest p is 2 / 2ⁿ: five pairs cannot come below 0.0625.
 * @module
 */

import { Random } from "@selectivity-lab/base";
import { checkNotEmpty } from "../intervals/interval.js";
import { mean } from "../samples/moments.js";
import { type RearrangementTest, rearrangementTest } from "./rearrangement-test.js";
import type { StatisticalTest } from "./statistical-test.js";

/** Up to this many pairs, all sign patterns are enumerated. */
const ENUMERATED = 13;

/**
 * Tests whether the mean of paired differences is 0.
 *
 * @param differences one per pair of networks that share a seed.
 * @param options.draws random sign patterns, for more than 13 pairs; 9,999 by default. @param options.seed of these.
 * @example signFlipTest([1, 2, 3]).p // 0.25; two of eight patterns are as extreme
 */
export function signFlipTest(
  differences: readonly number[],
  { draws = 9_999, seed = 0 }: { draws?: number; seed?: number } = {},
): RearrangementTest {
  checkNotEmpty("signFlipTest", differences);
  const exact = differences.length <= ENUMERATED;
  const statistics = exact
    ? enumeratePatterns(differences)
    : drawPatterns(differences, draws, new Random(seed, "signFlip"));
  return rearrangementTest(mean(differences), statistics, { exact });
}

/**
 * The fewest pairs with which the test can come below a level, if all differences have the same sign and its p is adjusted for
 * several such tests.
 *
 * @param tests number of tests in the family.
 * @example fewestPairs(0.05, 1) // 6; its p is then 2 / 2⁶ = 0.031
 */
export function fewestPairs(level: number, tests: number): number {
  return Math.floor(Math.log2((2 * Math.max(1, tests)) / level)) + 1;
}

/** The test as described in the list. */
export const signFlip: StatisticalTest<readonly number[]> = {
  name: "sign-flip",
  question: "Is the mean of paired differences 0?",
  observation: "a pair of networks that share a seed",
  assumptions:
    "If the treatments do not differ, the sign of every difference is equally likely, independently of the others.",
  source: "Fisher 1935; Good 2005",
  run: (differences) => signFlipTest(differences),
};

function* enumeratePatterns(differences: readonly number[]): Generator<number> {
  for (let pattern = 0; pattern < 2 ** differences.length; pattern++)
    yield mean(differences.map((value, pair) => ((pattern >>> pair) & 1 ? -value : value)));
}

function* drawPatterns(differences: readonly number[], draws: number, random: Random): Generator<number> {
  for (let draw = 0; draw < draws; draw++)
    yield mean(differences.map((value) => (random.uniform() < 0.5 ? -value : value)));
}
