/**
 * Whether a sweep has enough seeds according to its rule.
 *
 * @module
 */
import { tInterval } from "@selectivity-lab/statistics";
import type { StoppingRule } from "../records/stopping-rule.js";
import type { SweepTable } from "../records/sweep-table.js";
import { type AlphaSummary, summarize } from "../table/summarize.js";

/** State of a sweep with respect to its rule. */
export interface StoppingState {
  readonly rule: StoppingRule;
  /** Whether every interval that the rule is about is narrow enough. */
  readonly satisfied: boolean;
  /** Whether no more seeds are allowed. */
  readonly spent: boolean;
  /** The widest interval that the rule is about; null until each alpha has two networks. */
  readonly widest: { readonly alpha: number; readonly width: number; readonly n: number } | null;
  /** Alphas that the rule leaves out because all their networks diverged. */
  readonly withoutNetworks: readonly number[];
}

/** Checks the intervals of a table; null for a sweep without a rule. */
export function judgeStopping(table: SweepTable): StoppingState | null {
  const { until: rule, seeds } = table.sweep;
  if (!rule) return null;
  const hasControl = rule.outcome.endsWith("Difference") ? ({ alpha }: AlphaSummary) => alpha !== 0 : () => true;
  const concerned = summarize(table).filter(
    (entry) => (rule.alpha ?? entry.alpha) === entry.alpha && hasControl(entry),
  );
  const isEmpty = ({ alpha }: AlphaSummary) =>
    table.rows.every((row) => row.alpha !== alpha || row.state === "diverged");
  const intervals = concerned.filter((entry) => !isEmpty(entry)).map((entry) => intervalOf(entry, rule));
  const widest = intervals.every(({ width }) => width !== null)
    ? (intervals.toSorted((a, b) => Number(b.width) - Number(a.width))[0] as StoppingState["widest"])
    : null;
  return {
    rule,
    satisfied: intervals.length === 0 || (widest?.width ?? Number.POSITIVE_INFINITY) < rule.width,
    spent: seeds.length >= rule.maxSeeds,
    widest: widest ?? null,
    withoutNetworks: concerned.filter(isEmpty).map(({ alpha }) => alpha),
  };
}

/** The t interval, whatever interval is printed: the rule was recorded with it before the first network was trained. */
function intervalOf(entry: AlphaSummary, { outcome }: StoppingRule) {
  const values = entry[outcome]?.values ?? [];
  const n = values.length;
  if (n < 2) return { alpha: entry.alpha, n, width: null };
  const { low, high } = tInterval(values);
  return { alpha: entry.alpha, n, width: high - low };
}
