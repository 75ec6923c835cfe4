/**
 * A tap that keeps the unit means of a forward pass, by layer, in order of computation.
 *
 *     const recorder = new UnitRecorder();
 *     const logits = model.forward(images, recorder);
 *     recorder.means // Map { "relu" → [N, 16], "layer1.0.relu1" → [N, 16], … }
 *
 * A tap is an argument of one forward pass: nothing is hooked into the model, so nothing has to be removed, even if the
 * pass throws. The recorded tensors belong to the scope in which the recorder was made. Make a new recorder for every pass.
 * @module
 */

import { currentScope, type Tap, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import { unitMeans } from "./unit-means.js";

/** Records the unit means `[N, U]` of all hidden layers, or of those requested. */
export class UnitRecorder implements Tap {
  readonly #means = new Map<string, Tensor>();
  readonly #offered = new Set<string>();
  readonly #home = currentScope();

  /** @param layers names as the model gives them. */
  constructor(readonly layers: "all" | readonly string[] = "all") {}

  wants(layer: string): boolean {
    this.#offered.add(layer);
    return this.layers === "all" || this.layers.includes(layer);
  }

  /** @throws {@link SelectivityError} `layer-repeated` when a layer is recorded a second time. */
  record(layer: string, activation: Tensor, means?: Tensor): void {
    if (!this.wants(layer)) return;
    if (this.#means.has(layer))
      throw new SelectivityError("layer-repeated", {
        problem: `UnitRecorder: layer "${layer}" was recorded twice.`,
        remedy: "make a new recorder for every forward pass, and give every layer of a model its own name",
      });
    this.#means.set(layer, this.#home.adopt(means ?? unitMeans(activation)));
  }

  /**
   * Unit means `[N, U]` of every recorded layer, in order of computation.
   *
   * @throws {@link SelectivityError} `layer-missing` when the forward pass recorded no layer, or not all of those requested.
   */
  get means(): ReadonlyMap<string, Tensor> {
    const missing = this.layers === "all" ? [] : this.layers.filter((layer) => !this.#means.has(layer));
    if (missing.length > 0 || this.#means.size === 0)
      throw new SelectivityError("layer-missing", {
        problem: `UnitRecorder: the forward pass recorded no ${missing.length > 0 ? `layer ${quoted(missing)}` : "layer"}.`,
        remedy:
          this.#offered.size > 0
            ? `choose from its layers: ${quoted(this.#offered)}`
            : "pass the recorder to forward(), and call showUnits(tap, name, activation) there after every nonlinearity",
      });
    return this.#means;
  }
}

function quoted(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(", ");
}
