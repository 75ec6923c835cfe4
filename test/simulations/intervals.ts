/**
 * Coverage of the intervals of means, by simulation: networks of one condition share a mean, their spread is known.
 *
 * A share is drawn as the logistic of a normal number; its true mean is integrated.
 */
import { Random } from "@selectivity-lab/base";
import { estimateMean, mean, poolSpread, type Scale } from "@selectivity-lab/statistics";
import { countShare, drawNormal } from "./draw.js";

/** What is drawn. */
export interface IntervalScenario {
  readonly law: string;
  readonly n: number;
  /** Center of the normal number, and its standard deviation; a share is its logistic. */
  readonly center: number;
  readonly sd: number;
  readonly scale: Scale;
  /** Sizes of further conditions that give the spread, each with this standard deviation; none: the spread is the values' own. */
  readonly others?: readonly { readonly n: number; readonly sd: number }[];
}

const SIZES = [5, 7, 10, 20];
const over = (law: Omit<IntervalScenario, "n">): IntervalScenario[] => SIZES.map((n) => ({ ...law, n }));
const PLAIN = { center: 0, sd: 1, scale: "plain" } as const;

/** The laws of the table. */
export const INTERVAL_SCENARIOS: readonly IntervalScenario[] = [
  ...over({ law: "differences", ...PLAIN }),
  ...over({ law: "shares near 0.5, sd 0.01", center: 0, sd: 0.04, scale: "share" }),
  ...over({ law: "shares near 0.95, sd 0.01", center: 2.94, sd: 0.21, scale: "share" }),
  ...over({ law: "shares near 0.99, sd 0.01", center: 4.8, sd: 0.8, scale: "share" }),
  ...over({ law: "shares near 0.03, sd 0.03", center: -3.8, sd: 0.9, scale: "share" }),
  ...[2, 3, 5].map((n) => ({ law: "pooled, ten conditions alike", n, ...PLAIN, others: fill(10, n, 1) })),
  {
    law: "pooled, ten conditions alike, of 2 to 10 networks",
    n: 2,
    ...PLAIN,
    others: [...fill(5, 2, 1), ...fill(5, 10, 1)],
  },
  { law: "pooled, this one varies three times as much", n: 3, ...PLAIN, others: fill(10, 3, 1 / 3) },
];

function fill(conditions: number, n: number, sd: number): { n: number; sd: number }[] {
  return Array.from({ length: conditions }, () => ({ n, sd }));
}

/** Share of samples whose interval contains the true mean. */
export function coverMean({ n, center, sd, scale, others }: IntervalScenario, cases: number, seed: number): number {
  const random = new Random(seed, "test");
  const draw = (count: number, spread: number) =>
    Array.from({ length: count }, () => transform(center + spread * drawNormal(random), scale));
  const truth = integrateMean(center, sd, scale);
  const estimates = Array.from({ length: cases }, () => {
    const values = draw(n, sd);
    const pooled = others ? poolSpread([values, ...others.map((one) => draw(one.n, one.sd))]) : null;
    return estimateMean(values, { scale, pooled });
  });
  return countShare(estimates, (one) => one?.low != null && one.high != null && one.low <= truth && truth <= one.high)
    .share;
}

function transform(value: number, scale: Scale): number {
  return scale === "share" ? 1 / (1 + Math.exp(-value)) : value;
}

/** The true mean, over the normal density's 2,001 points within eight standard deviations. */
function integrateMean(center: number, sd: number, scale: Scale): number {
  const points = Array.from({ length: 2001 }, (_, index) => -8 + (16 * index) / 2000);
  const weights = points.map((point) => Math.exp(-(point ** 2) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const weighted = points.map((point, index) => transform(center + sd * point, scale) * (weights[index] as number));
  return (mean(weighted) * weighted.length) / total;
}
