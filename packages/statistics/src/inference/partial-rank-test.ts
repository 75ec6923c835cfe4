/**
 * Does an outcome rise with one quantity, whatever the shape of the rise, while others are held?
 *
 * Everything is replaced by its ranks, so that a few extreme networks do not decide; what groups and covariates explain of
 * the ranks is taken out; the correlation of what is left is Spearman's partial coefficient. Its p comes from permuting the
 * outcome's remainders within the groups, as Freedman and Lane proposed: networks of one seed stay together.
 *
 * Source: Freedman & Lane 1983; Winkler et al. 2014 on restricted permutations.
 * @module
 */

import { Random } from "@selectivity-lab/base";
import { pearson } from "../samples/correlation.js";
import { permute } from "../samples/permutation.js";
import { ranks } from "../samples/ranks.js";
import { type AdjustedModel, unexplained } from "./adjusted-slope.js";
import { type RearrangementTest, rearrangementTest } from "./rearrangement-test.js";

/** Up to so many arrangements, all are looked at. */
const ENUMERATED = 10_000;

/** Spearman's partial correlation, and how often chance gives one as large. */
export interface PartialRankTest extends RearrangementTest {
  /** In −1..1; NaN where outcome or predictor does not vary beside what is held. */
  readonly correlation: number;
  readonly n: number;
}

/**
 * Tests the partial rank correlation of outcome and predictor.
 *
 * @param options.draws of permutations where there are more than 10,000; 9,999 by default. @param options.seed of these.
 * @throws {@link StatisticsError} for lists of different lengths.
 */
export function partialRankTest(
  model: AdjustedModel,
  { draws = 9_999, seed = 0 }: { draws?: number; seed?: number } = {},
): PartialRankTest {
  const { covariates, groups } = model;
  const ranked = {
    outcome: ranks(model.outcome),
    predictor: ranks(model.predictor),
    covariates: covariates.map(ranks),
    groups,
  };
  const { outcome, predictor, without } = unexplained("partialRankTest", ranked);
  const correlation = pearson(outcome, predictor);
  const members = [...new Set(groups)].map((group) => groups.flatMap((own, index) => (own === group ? [index] : [])));
  const exact = members.reduce((product, { length }) => product * factorial(length), 1) <= ENUMERATED;
  const arrangements = exact ? allArrangements(members) : randomArrangements(members, draws, new Random(seed));
  const test = rearrangementTest(correlation, statistics(arrangements, outcome, predictor, without), { exact });
  return { correlation, n: outcome.length, ...test };
}

/** An arrangement says for each network whose remainder it gets. */
function* statistics(
  arrangements: Iterable<readonly number[]>,
  outcome: readonly number[],
  predictor: readonly number[],
  without: (values: readonly number[]) => number[],
): Generator<number> {
  for (const from of arrangements) yield pearson(without(from.map((index) => outcome[index] as number)), predictor);
}

function* randomArrangements(members: readonly number[][], draws: number, random: Random): Generator<number[]> {
  for (let draw = 0; draw < draws; draw++)
    yield arranged(
      members,
      members.map((own) => [...permute(own, random)]),
    );
}

function* allArrangements(members: readonly number[][], chosen: readonly number[][] = []): Generator<number[]> {
  const next = members[chosen.length];
  if (!next) return yield arranged(members, chosen);
  for (const order of orders(next)) yield* allArrangements(members, [...chosen, order]);
}

function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length <= 1) return yield [...items];
  for (const [index, item] of items.entries())
    for (const rest of orders(items.toSpliced(index, 1))) yield [item, ...rest];
}

function arranged(members: readonly number[][], orders: readonly number[][]): number[] {
  const from: number[] = [];
  for (const [group, own] of members.entries())
    for (const [place, index] of own.entries()) from[index] = orders[group]?.[place] as number;
  return from;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
