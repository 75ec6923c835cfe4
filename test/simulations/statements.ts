/**
 * Simulated sweeps for the statements about robustness: what do they say of networks whose law is known?
 *
 * A sweep has one condition per alpha. Condition, seed and training each add a normal effect to the outcome; the condition's is shared
 * by all seeds of an alpha. Selectivity and clean accuracy follow those of the quick start.
 */
import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { Random } from "@selectivity-lab/base";
import { type Statement, testStatements } from "@selectivity-lab/report";
import { countShare, drawNormal, type Rate } from "./draw.js";

/** Mean selectivity and clean accuracy by alpha, as measured for the quick start. */
const CONDITIONS: readonly (readonly [alpha: number, selectivity: number, clean: number])[] = [
  [-20, 0.01, 0.72],
  [-5, 0.04, 0.83],
  [-2, 0.08, 0.83],
  [-1, 0.12, 0.83],
  [-0.5, 0.17, 0.82],
  [0, 0.24, 0.81],
  [0.5, 0.35, 0.79],
  [1, 0.43, 0.77],
  [2, 0.52, 0.74],
  [5, 0.5, 0.62],
];

/** The law of simulated networks. */
export interface SweepLaw {
  readonly seeds: number;
  /** Alphas, from the middle of the list outwards; all ten by default. */
  readonly alphas?: number;
  /** Change of the outcome per unit of selectivity below and above that of the control; 0 by default. */
  readonly left?: number;
  readonly right?: number;
  /** Standard deviation of what an alpha does in addition to selectivity; 0.03 by default. */
  readonly conditionSd?: number;
  readonly seedSd?: number;
  readonly trainingSd?: number;
  /** Share of networks that are missing at random; 0 by default. */
  readonly missing?: number;
}

/** Draws a sweep in which only corruptions were evaluated. */
export function drawSweep(law: SweepLaw, random: Random): RobustnessTable {
  const { seeds, alphas = 10, left = 0, right = 0, missing = 0 } = law;
  const { conditionSd = 0.03, seedSd = 0.005, trainingSd = 0.01 } = law;
  const conditions = chooseConditions(alphas);
  const seedEffects = Array.from({ length: seeds }, () => seedSd * drawNormal(random));
  const rows = conditions.flatMap(([alpha, level, cleanLevel]) => {
    const shared = conditionSd * drawNormal(random);
    return seedEffects.flatMap((seedEffect, seed): RobustnessRow[] => {
      const selectivity = level + 0.01 * drawNormal(random);
      const accuracy = cleanLevel + seedEffect + 0.01 * drawNormal(random);
      const distance = level - 0.24;
      const outcome =
        0.3 + 0.4 * accuracy + (distance < 0 ? left : right) * distance + shared + trainingSd * drawNormal(random);
      return random.uniform() < missing ? [] : [createRow(alpha, seed, { selectivity, accuracy, outcome })];
    });
  });
  return { run: { schema: 1, classes: 10, corruptions: null, attacks: null }, examples: null, rows };
}

function chooseConditions(count: number): typeof CONDITIONS {
  const fromMiddle = CONDITIONS.toSorted(([a], [b]) => Math.abs(a) - Math.abs(b));
  return fromMiddle.slice(0, count).sort(([a], [b]) => a - b);
}

function createRow(
  alpha: number,
  seed: number,
  { selectivity, accuracy, outcome }: { selectivity: number; accuracy: number; outcome: number },
): RobustnessRow {
  return {
    ...{ id: `${alpha} ${seed}`, alpha, seed, label: "", accuracy },
    ...{ selectivity, liveSelectivity: selectivity, deadUnitsFraction: 0, attacks: null },
    corruptions: {
      clean: { accuracy },
      metrics: { meanCorruptedAccuracy: outcome },
    } as unknown as RobustnessRow["corruptions"],
  };
}

/** How often each thing is said of networks of one law. */
export interface StatementRates {
  readonly supported: Rate;
  readonly contradicted: Rate;
  /** How often the intervals contain the true slopes; NaN for a line through two true slopes, which has none. */
  readonly slopeCovered: Rate;
  readonly leftCovered: Rate;
  readonly bent: Rate;
}

/** Simulates a law. */
export function simulateStatements(law: SweepLaw, { cases, seed }: { cases: number; seed: number }): StatementRates {
  const { left = 0, right = 0 } = law;
  const random = new Random(seed, "test");
  const said = Array.from({ length: cases }, () => testStatements(drawSweep(law, random))[0] as Statement);
  const covers = (slope: Pick<Statement, "low" | "high"> | null, truth: number) =>
    slope?.low != null && slope.high != null && slope.low <= truth && truth <= slope.high;
  return {
    supported: countShare(said, ({ verdict }) => verdict === "supported"),
    contradicted: countShare(said, ({ verdict }) => verdict === "contradicted"),
    slopeCovered: countShare(said, (one) => left === right && covers(one, left)),
    leftCovered: countShare(said, (one) => covers(one.left, left)),
    bent: countShare(said, ({ bend }) => (bend?.p ?? 1) < 0.05),
  };
}
