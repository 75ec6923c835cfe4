/**
 * What single-unit ablations of a network say together: whether selectivity predicts damage, and whether damage falls on the class that a unit selects.
 *
 * Units of a network are not independent of each other, so that correlations over them have no interval; over networks they do.
 * @module
 */
import type { AblatedLayer, UnitAblation } from "@selectivity-lab/assess";
import { mean, spearman } from "@selectivity-lab/statistics";

/** One layer, or the mean over layers. NaN where it is not defined. */
export interface DamageSummary {
  /** Mean over units of the loss of accuracy without the unit. */
  readonly accuracyDamage: number;
  /** The largest of a unit. */
  readonly largestAccuracyDamage: number;
  /** Mean over units of the loss of margin. */
  readonly marginDamage: number;
  /** Spearman's correlation of selectivity and the loss of margin, over units that are not dead. */
  readonly correlation: number;
  /** The same of selectivity and the loss of accuracy. */
  readonly accuracyCorrelation: number;
  /** Mean over units that are not dead of the loss of margin of the class that the unit selects. */
  readonly selectedMarginDamage: number;
  /** The same of the average of the other classes. */
  readonly otherMarginDamage: number;
}

/** Names of the numbers of a summary. */
const KEYS = [
  "accuracyDamage",
  "largestAccuracyDamage",
  "marginDamage",
  "correlation",
  "accuracyCorrelation",
  "selectedMarginDamage",
  "otherMarginDamage",
] as const;

/** A layer with its name. */
export interface LayerDamage extends DamageSummary {
  readonly name: string;
  readonly units: number;
}

/** A network: the means over its layers, and the layers. */
export interface NetworkDamage extends DamageSummary {
  readonly layers: readonly LayerDamage[];
}

/** Summarizes a network. @param measure of selectivity. */
export function summarizeUnits({ layers }: UnitAblation, measure: string): NetworkDamage {
  const found = layers.map((layer) => summarizeLayer(layer, measure));
  const average = (key: (typeof KEYS)[number]) =>
    mean(found.map((layer) => layer[key]).filter((value) => !Number.isNaN(value)));
  const means = Object.fromEntries(KEYS.map((key) => [key, average(key)])) as Record<(typeof KEYS)[number], number>;
  return { ...means, layers: found };
}

function summarizeLayer(layer: AblatedLayer, measure: string): LayerDamage {
  const { name, units, accuracyDamage, marginDamage, selectedClass } = layer;
  const selectivity = layer.selectivity[measure] ?? [];
  const live = selectedClass.flatMap((label, unit) =>
    label !== -1 && Number.isFinite(selectivity[unit]) ? [unit] : [],
  );
  const ofLive = (values: readonly number[]) => live.map((unit) => values[unit] as number);
  return {
    ...{ name, units },
    accuracyDamage: mean(accuracyDamage),
    largestAccuracyDamage: Math.max(...accuracyDamage),
    marginDamage: mean(marginDamage),
    correlation: spearman(ofLive(selectivity), ofLive(marginDamage)),
    accuracyCorrelation: spearman(ofLive(selectivity), ofLive(accuracyDamage)),
    ...compareClasses(layer, live),
  };
}

/** Damage to the class that a unit selects, and to the others. */
function compareClasses({ selectedClass, marginDamageByClass }: AblatedLayer, live: readonly number[]) {
  const rows = live.flatMap((unit) => {
    const damage = marginDamageByClass[unit] ?? [];
    const own = damage[selectedClass[unit] as number];
    const others = damage.filter((value, label) => value !== null && label !== selectedClass[unit]) as number[];
    return own === null || own === undefined || others.length === 0 ? [] : [{ own, others: mean(others) }];
  });
  return {
    selectedMarginDamage: mean(rows.map(({ own }) => own)),
    otherMarginDamage: mean(rows.map(({ others }) => others)),
  };
}
