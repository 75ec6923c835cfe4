/** The laws that the statements about robustness are simulated with, and what comes of them as rows of a table. */
import { Random } from "@selectivity-lab/base";
import { estimateAdjustedSlope } from "@selectivity-lab/statistics";
import { countShare } from "./draw.js";
import { drawSweep, type SweepLaw, simulateStatements } from "./statements.js";

/** A law with the words that describe it. */
export interface StatementScenario extends SweepLaw {
  readonly law: string;
}

/** Laws under which nothing is there, and laws under which something is. */
export const STATEMENT_SCENARIOS: readonly StatementScenario[] = [
  { law: "no slope", seeds: 2 },
  { law: "no slope", seeds: 3 },
  { law: "no slope", seeds: 5 },
  { law: "no slope", seeds: 10 },
  { law: "no slope", seeds: 20 },
  { law: "no slope, no effects of alphas", seeds: 5, conditionSd: 0 },
  { law: "no slope, 7 alphas", seeds: 5, alphas: 7 },
  { law: "no slope, 5 alphas", seeds: 5, alphas: 5 },
  { law: "no slope, 30% of networks missing", seeds: 5, missing: 0.3 },
  { law: "slope −0.2", seeds: 5, left: -0.2, right: -0.2 },
  { law: "slope −0.38", seeds: 3, left: -0.38, right: -0.38 },
  { law: "slope −0.38", seeds: 5, left: -0.38, right: -0.38 },
  { law: "slope −0.38", seeds: 20, left: -0.38, right: -0.38 },
  { law: "slope −0.38, effects of alphas 0.01", seeds: 5, left: -0.38, right: -0.38, conditionSd: 0.01 },
  { law: "slope +0.38", seeds: 5, left: 0.38, right: 0.38 },
  { law: "slopes +0.39 and −0.23", seeds: 5, left: 0.39, right: -0.23 },
];

/** What was simulated of a law; shares of cases. */
export interface StatementResult {
  readonly law: string;
  readonly seeds: number;
  readonly supported: number;
  readonly contradicted: number;
  readonly slopeCovered: number | null;
  readonly leftCovered: number;
  readonly bent: number;
  /** The interval of the model that takes networks of one alpha as independent, for comparison. */
  readonly networksCovered: number | null;
}

/** Simulates a scenario. */
export function simulateScenario(scenario: StatementScenario, cases: number, seed: number): StatementResult {
  const { law, seeds, left = 0, right = 0 } = scenario;
  const rates = simulateStatements(scenario, { cases, seed });
  const known = left === right;
  return {
    ...{ law, seeds, supported: rates.supported.share, contradicted: rates.contradicted.share },
    slopeCovered: known ? rates.slopeCovered.share : null,
    leftCovered: rates.leftCovered.share,
    bent: rates.bent.share,
    networksCovered: known ? coverByNetworks(scenario, left, { cases, seed }) : null,
  };
}

/** How often the interval contains the slope if every network counts as an observation, with a mean of its own per seed. */
function coverByNetworks(law: SweepLaw, truth: number, { cases, seed }: { cases: number; seed: number }): number {
  const random = new Random(seed, "test");
  const fits = Array.from({ length: cases }, () => {
    const { rows } = drawSweep(law, random);
    return estimateAdjustedSlope({
      outcome: rows.map(({ corruptions }) => corruptions?.metrics.meanCorruptedAccuracy ?? Number.NaN),
      predictor: rows.map(({ selectivity }) => selectivity ?? Number.NaN),
      covariates: [rows.map(({ accuracy }) => accuracy ?? Number.NaN)],
      groups: rows.map(({ seed: group }) => group ?? 0),
    });
  });
  return countShare(fits, ({ low, high }) => low <= truth && truth <= high).share;
}
