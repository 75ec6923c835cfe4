/** Error rates and power of the comparisons with the control, by simulation: ten alphas, whose differences share a control. */
import { Random } from "@selectivity-lab/base";
import { equivalenceTest, holm, signFlipTest } from "@selectivity-lab/statistics";
import { countShare, drawNormal } from "./draw.js";

/** What is drawn: the difference of the first alpha, and those of nine others, in percentage points. */
export interface ComparisonScenario {
  readonly law: string;
  readonly pairs: number;
  readonly own: number;
  readonly others: number;
}

/** The laws of the table; single trainings have a standard deviation of 0.5 points. */
export const COMPARISON_SCENARIOS: readonly ComparisonScenario[] = [5, 10].flatMap((pairs) => [
  { law: "no differences", pairs, own: 0, others: 0 },
  { law: "differences of exactly the margin", pairs, own: 1, others: 1 },
  { law: "differences of 2 points", pairs, own: 2, others: 2 },
]);

const TRAINING_SD = 0.5;
const MARGIN = 1;
const LEVEL = 0.05;

/** Shares of sweeps in which any alpha, and in which the first, is said to differ, or to be equivalent. */
export interface ComparisonRates {
  readonly anyDiffers: number;
  readonly anyEquivalent: number;
  readonly firstDiffers: number;
  readonly firstEquivalent: number;
}

/** Simulates a law. */
export function simulateComparisons(law: ComparisonScenario, cases: number, seed: number): ComparisonRates {
  const random = new Random(seed, "test");
  const sweeps = Array.from({ length: cases }, () => {
    const control = draw(law.pairs, 0, random);
    const samples = Array.from({ length: 10 }, (_, index) =>
      draw(law.pairs, index === 0 ? law.own : law.others, random).map(
        (value, pair) => value - (control[pair] as number),
      ),
    );
    const differs = holm(samples.map((differences) => signFlipTest(differences).p)).map((p) => p < LEVEL);
    const equivalent = holm(
      samples.map((differences) => equivalenceTest(differences, { margin: MARGIN, alpha: LEVEL }).p),
    ).map((p) => p < LEVEL);
    return { differs, equivalent };
  });
  return {
    anyDiffers: countShare(sweeps, ({ differs }) => differs.includes(true)).share,
    anyEquivalent: countShare(sweeps, ({ equivalent }) => equivalent.includes(true)).share,
    firstDiffers: countShare(sweeps, ({ differs }) => differs[0] === true).share,
    firstEquivalent: countShare(sweeps, ({ equivalent }) => equivalent[0] === true).share,
  };
}

function draw(count: number, level: number, random: Random): number[] {
  return Array.from({ length: count }, () => level + TRAINING_SD * drawNormal(random));
}
