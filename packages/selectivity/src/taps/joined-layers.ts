/**
 * All layers side by side in one tensor, so that what comes after costs the same number of calls however many there are.
 * @module
 */
import { cat, type Tensor } from "@selectivity-lab/torch";

/** Where a layer's units stand among those of all layers. */
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

/** Puts layers side by side. @param unitMeans `[N, U]` of each, at least one. */
export function joinLayers(unitMeans: ReadonlyMap<string, Tensor>): JoinedLayers {
  let start = 0;
  const spans = [...unitMeans].map(([name, { shape }]) => {
    const span = { name, start, units: shape[1] ?? 0 };
    start += span.units;
    return span;
  });
  return { units: cat([...unitMeans.values()], 1), spans };
}

/** Says which unit of which layer stands in a column. */
export function unitName(spans: readonly LayerSpan[], column: number): string {
  const span = spans.findLast(({ start }) => start <= column);
  return `unit ${column - (span?.start ?? 0)} of layer "${span?.name}"`;
}
