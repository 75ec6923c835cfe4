/**
 * All layers side by side in one tensor, so that later steps need the same number of calls however many layers there are.
 * @module
 */
import { cat, type Tensor } from "@selectivity-lab/torch";

/** The columns of one layer among the units of all layers. */
export interface LayerSpan {
  readonly name: string;
  readonly start: number;
  readonly units: number;
}

/** The unit means of several layers as one tensor. */
export interface JoinedLayers {
  /** `[N, ΣU]`. */
  readonly units: Tensor;
  readonly spans: readonly LayerSpan[];
}

/** Joins layers side by side. @param unitMeans `[N, U]` of each layer, at least one. */
export function joinLayers(unitMeans: ReadonlyMap<string, Tensor>): JoinedLayers {
  let start = 0;
  const spans = [...unitMeans].map(([name, { shape }]) => {
    const span = { name, start, units: shape[1] ?? 0 };
    start += span.units;
    return span;
  });
  return { units: cat([...unitMeans.values()], 1), spans };
}

/** Names the unit and layer of a column: `unit 3 of layer "relu"`. */
export function formatUnitName(spans: readonly LayerSpan[], column: number): string {
  const span = spans.findLast(({ start }) => start <= column);
  return `unit ${column - (span?.start ?? 0)} of layer "${span?.name}"`;
}
