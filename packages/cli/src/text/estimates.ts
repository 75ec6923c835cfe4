/**
 * Estimates as the tables for people show them.
 *
 * @module
 */
import type { Estimate } from "@selectivity-lab/lab";

/** An estimate as documents have it. */
type Shown = Pick<Estimate, "values" | "low" | "high" | "interval"> | null;

/** Fewest networks with an interval of their own; with fewer, the values are shown. */
const FEWEST = 5;

/** The 95% interval, or the values, ascending, where there are too few for one; "–" for a single one. */
export function formatSpread(estimate: Shown, format: (value: number) => string): string {
  if (!estimate) return "–";
  const { values, low, high } = estimate;
  if (low !== null && high !== null) return `${format(low)} to ${format(high)}`;
  if (values.length === 1 || values.length >= FEWEST) return "–";
  return values
    .toSorted((a, b) => a - b)
    .map(format)
    .join(" ");
}

/** What {@link formatSpread} shows of these estimates, as the heading of their column. */
export function nameSpread(estimates: readonly Shown[]): string {
  if (estimates.some((estimate) => estimate?.interval === "pooled")) return "pooled 95% interval";
  const [few, many] = [(n: number) => n > 1 && n < FEWEST, (n: number) => n >= FEWEST].map((holds) =>
    estimates.some((estimate) => estimate && holds(estimate.values.length)),
  );
  return few && many ? "95% interval or values" : few ? "values" : "95% interval";
}
