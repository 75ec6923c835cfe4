/**
 * A tap that keeps which units are silent for which image: 0 at every pixel.
 *
 * @module
 */
import type { Lesion } from "@selectivity-lab/selectivity";
import type { Tap, Tensor } from "@selectivity-lab/torch";
import { readNumbers } from "./score-logits.js";

/** Silence in one forward pass. */
export class SilenceTap implements Tap {
  /** `[N · U]` of each layer: 1 where a unit is silent. */
  readonly #silent = new Map<string, { readonly units: number; readonly values: Uint8Array }>();

  wants(): boolean {
    return true;
  }

  record(layer: string, activation: Tensor): void {
    const [, units = 0] = activation.shape;
    const largest = activation.shape.length === 4 ? activation.abs().amax([2, 3]) : activation; // [N, U]
    this.#silent.set(layer, { units, values: Uint8Array.from(readNumbers(largest.eq(0))) });
  }

  /** Whether an image's scores are the same without these units, since all are silent for it. */
  changesNothing(lesion: Lesion, image: number): boolean {
    return [...lesion].every(([layer, removed]) => {
      const { units, values } = this.#silent.get(layer) as { units: number; values: Uint8Array };
      return removed.every((unit) => values[image * units + unit] === 1);
    });
  }
}
