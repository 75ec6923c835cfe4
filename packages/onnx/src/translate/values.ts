/**
 * Which tensor of a running model is which tensor of the graph.
 *
 * @module
 */

import { Tensor } from "@selectivity-lab/torch";
import type { GraphWriter } from "../model/graph-writer.js";

/** Tensors by their handles; those that the images have no part in enter the graph when they are first asked for. */
export class Values {
  readonly #names = new Map<unknown, string>();
  readonly #constants = new Map<unknown, string>();
  readonly #weights: ReadonlyMap<unknown, string>;

  /** @param state the model's own tensors by name. */
  constructor(
    private readonly writer: GraphWriter,
    state: ReadonlyMap<string, Tensor>,
  ) {
    this.#weights = new Map([...state].map(([name, { handle }]) => [handle, name]));
  }

  /** Names what an operator made of the images. */
  set(handle: unknown, name: string): void {
    this.#names.set(handle, name);
  }

  /** Whether an operator's argument is a tensor that was made of the images. */
  hangsOnImages(value: unknown): boolean {
    return value instanceof Tensor && this.#names.has(value.handle);
  }

  /** The name of a tensor in the graph. */
  of(tensor: Tensor): string {
    return this.#names.get(tensor.handle) ?? this.#constants.get(tensor.handle) ?? this.#enter(tensor);
  }

  /** The name of a parameter's module: `layer1.0.conv1` of `layer1.0.conv1.weight`. */
  ownerOf(tensor: Tensor): string | undefined {
    return this.#weights.get(tensor.handle)?.replace(/\.?[^.]*$/, "") || undefined;
  }

  #enter(tensor: Tensor): string {
    const weights = this.#weights.get(tensor.handle);
    const name = weights === undefined ? this.writer.constant(tensor) : this.writer.weights(weights, tensor);
    this.#constants.set(tensor.handle, name);
    return name;
  }
}
