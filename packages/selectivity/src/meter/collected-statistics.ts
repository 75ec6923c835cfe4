/**
 * Everything that a set of measures is computed from, collected over many images under many labellings at once.
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import type { ClassCount, Collector, Counted, ResponseStatistic } from "../responses/response-statistic.js";
import type { LayerSpan } from "../taps/joined-layers.js";
import type { PerLabelling } from "./labellings.js";

/** What to collect. */
export interface CollectionOptions {
  /** Repeated ones are collected once. */
  readonly statistics: readonly ResponseStatistic[];
  /** Each `[N]`, of all images that will be added. */
  readonly labellings: PerLabelling<Int32Array>;
  /** K. */
  readonly classes: number;
  /** Whether to raise the responses of each unit so that none is negative. */
  readonly shift: boolean;
}

/** The statistics of one network. */
export class CollectedStatistics {
  readonly #collectors: ReadonlyMap<ResponseStatistic, Collector<ClassCount>>;
  readonly #shift: boolean;
  /** `[ΣU]`: the lowest response of each unit so far, or 0 if it had no negative ones or nothing is shifted. */
  readonly #lowest: Float64Array;

  constructor(
    readonly layers: readonly LayerSpan[],
    { statistics, labellings, classes, shift }: CollectionOptions,
  ) {
    const units = layers.reduce((sum, layer) => sum + layer.units, 0);
    const collect = (statistic: ResponseStatistic) => statistic.collect({ labellings, classes, units });
    this.#collectors = new Map([...new Set(statistics)].map((statistic) => [statistic, collect(statistic)]));
    this.#lowest = new Float64Array(units);
    this.#shift = shift;
  }

  /** Adds the images from number `first` on. @param units `[B, ΣU]`. */
  add(first: number, units: Tensor): void {
    const activations = units.to({ dtype: "float64" });
    if (this.#shift) keepLower(this.#lowest, activations.amin(0).toTypedArray() as Float64Array);
    const values = activations.toTypedArray() as Float64Array;
    for (const collector of this.#collectors.values()) collector.add(first, values);
  }

  /** The values of one of the statistics, after all images were added. Their tensors belong to the caller's scope. */
  results<Value extends ClassCount>(statistic: ResponseStatistic<Value>): PerLabelling<Counted<Value>> {
    const collector = this.#collectors.get(statistic) as Collector<Value>;
    return collector.results(this.#lowest) as PerLabelling<Counted<Value>>;
  }
}

function keepLower(lowest: Float64Array, values: Float64Array): void {
  for (const [unit, value] of values.entries()) if (value < (lowest[unit] as number)) lowest[unit] = value;
}
