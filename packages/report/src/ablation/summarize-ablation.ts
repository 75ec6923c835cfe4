/**
 * Ablations of a sweep's networks by alpha: estimates over seeds.
 *
 * @module
 */
import type { AblationTable, CumulativeAblation } from "@selectivity-lab/assess";
import { type Estimate, estimateMean, mean } from "@selectivity-lab/statistics";
import { summarizeUnits } from "./summarize-units.js";

/** The networks of one alpha. */
export interface AblationOfAlpha {
  readonly alpha: number;
  /** Number of networks with a result. */
  readonly n: number;
  /** By name of the quantity: see {@link listQuantities}. */
  readonly estimates: Readonly<Record<string, Estimate | null>>;
}

/** A cumulative ablation of one network in one scope, in three numbers. */
export interface ScopeAreas {
  readonly name: string;
  /** Area under the curve of the most selective units first. */
  readonly selective: number;
  /** The least selective first. */
  readonly unselective: number;
  /** Mean over random orders. NaN without any. */
  readonly random: number;
}

/** The areas of a network, scope by scope. */
export function listAreas({ scopes }: CumulativeAblation): ScopeAreas[] {
  return scopes.map(({ name, selective, unselective, random }) => ({
    ...{ name, selective: selective.area, unselective: unselective.area },
    random: mean(random.map(({ area }) => area)),
  }));
}

/** The quantities of each network that are estimated over networks, by name; in camelCase, `scope: ` in front for those of a scope. */
export function listQuantities(table: AblationTable): Readonly<Record<string, number>>[] {
  if (table.kind === "units") {
    const measure = table.settings.measures.at(-1) ?? "index";
    return table.networks.map(({ result }) => {
      if (!result) return {};
      const { accuracyDamage, correlation, selectedMarginDamage, otherMarginDamage } = summarizeUnits(
        result.found,
        measure,
      );
      return { accuracyDamage, correlation, selectedMarginDamage, otherMarginDamage };
    });
  }
  return table.networks.map(({ result }) =>
    Object.fromEntries(
      (result ? listAreas(result.found) : []).flatMap(({ name, selective, unselective, random }) => [
        [`${name}: selective`, selective],
        [`${name}: unselective`, unselective],
        [`${name}: random`, random],
        [`${name}: selective − random`, selective - random],
      ]),
    ),
  );
}

/** Correlations are averaged on Fisher's scale, where they have no bounds that an interval could cross; their sd is that of the values. */
function estimateQuantity(name: string, values: readonly number[]): Estimate | null {
  const plain = estimateMean(values);
  const fisher = name === "correlation" ? estimateMean(values.map(Math.atanh).filter(Number.isFinite)) : null;
  if (!plain || !fisher) return plain;
  const [low, high] = [fisher.low, fisher.high].map((bound) => (bound === null ? null : Math.tanh(bound)));
  return { ...plain, mean: Math.tanh(fisher.mean), low: low ?? null, high: high ?? null };
}

/** Summarizes the networks of a sweep: one entry per alpha, ascending; none where alphas are not known. */
export function summarizeAblation(table: AblationTable): AblationOfAlpha[] {
  const quantities = listQuantities(table);
  const alphas = [...new Set(table.networks.flatMap(({ trial }) => (trial ? [trial.alpha] : [])))].sort(
    (a, b) => a - b,
  );
  return alphas.map((alpha) => {
    const own = quantities.filter((_, i) => {
      const network = table.networks[i];
      return network?.trial?.alpha === alpha && network.result !== null;
    });
    const names = [...new Set(own.flatMap(Object.keys))];
    const over = (name: string) =>
      estimateQuantity(
        name,
        own.flatMap((values) => (Number.isFinite(values[name]) ? [values[name] as number] : [])),
      );
    return { alpha, n: own.length, estimates: Object.fromEntries(names.map((name) => [name, over(name)])) };
  });
}
