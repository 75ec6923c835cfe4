/**
 * A memory of class means over batches, for data sets with more classes than a batch has images of: the index of a small
 * batch is mostly sampling noise (science.md 1.7).
 *
 *     m[c] = decay · history[c] + (1 − decay) · μ[c]       for a class of the batch that has a history
 *     m[c] = μ[c]                                          for one that has none
 *     m[c] = history[c]                                    for one that is not in the batch
 *
 * The history is a constant: gradients reach the batch through μ alone, and are (1 − decay) times those of the plain index at m.
 * After each batch the history is m. With decay 0 the classes of a batch forget what was, and absent ones are remembered as
 * they were; without a memory absent classes are left out.
 * @module
 */
import { keep, operator, ShapeError, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";

/** What a resumed run needs of a {@link ClassMemory}. */
export interface ClassMemoryState {
  /** `[K, ΣU]`. */
  readonly history: Tensor;
  /** `[K]` uint8: which classes have a history. */
  readonly seen: Tensor;
}

/** Exponential moving averages of the class means of every unit under the knob. */
export class ClassMemory {
  readonly #decay: number;
  readonly #classes: number;
  #history: Tensor | undefined;
  readonly #seen: Set<number> = new Set();

  /**
   * @param options.classes K.
   * @param options.decay share of the history, in (0, 1).
   * @throws RangeError for another decay.
   */
  constructor({ classes, decay }: { readonly classes: number; readonly decay: number }) {
    if (!(decay > 0 && decay < 1)) throw new RangeError(`ClassMemory: decay must be between 0 and 1, got ${decay}.`);
    this.#classes = classes;
    this.#decay = decay;
  }

  /**
   * Joins a batch's class means to the history, and remembers the result.
   *
   * @param means `[K', ΣU]` of the classes of the batch.
   * @param present `[K']`: which classes these are, ascending.
   * @returns `[K'', ΣU]` of all classes seen so far, in ascending order, differentiable by `means`.
   */
  join(means: Tensor, present: readonly number[]): Tensor {
    return scope(() => {
      const { device, dtype } = means;
      const units = means.shape[1] ?? 0;
      this.#history ??= keep(zeros([this.#classes, units], { dtype, device }));
      if (this.#history.shape[1] !== units)
        throw new ShapeError("ClassMemory", "means", `[K', ${this.#history.shape[1]}], as before`, means);
      const rows = tensor(Int32Array.from(present), { dtype: "int64", device });
      const shares = present.map((label) => (this.#seen.has(label) ? this.#decay : 0));
      const share = tensor(Float64Array.from(shares), { shape: [present.length, 1], dtype, device });
      const joined = means.mul(share.neg().add(1)).add(this.#history.indexSelect(0, rows).mul(share)); // [K', ΣU]
      const all = indexCopy(this.#history, 0, rows, joined); // [K, ΣU]
      this.#history.copy_(all.detach());
      for (const label of present) this.#seen.add(label);
      const known = [...this.#seen].sort((a, b) => a - b);
      return all.indexSelect(0, tensor(Int32Array.from(known), { dtype: "int64", device }));
    });
  }

  /** The memory's own history, not a copy, and a new tensor of which classes have one; nothing before the first batch. */
  state(): ClassMemoryState | undefined {
    if (!this.#history) return undefined;
    const seen = Uint8Array.from({ length: this.#classes }, (_, label) => Number(this.#seen.has(label)));
    return { history: this.#history, seen: tensor(seen, { dtype: "uint8" }) };
  }

  /** Goes on from a state. @throws {@link ShapeError} for one of another number of classes. */
  restore({ history, seen }: ClassMemoryState): void {
    if (history.shape[0] !== this.#classes || seen.numel !== this.#classes)
      throw new ShapeError("ClassMemory", "history", `[${this.#classes}, ΣU], one row a class`, history);
    this.dispose();
    this.#history = keep(history.clone());
    for (const [label, value] of seen.toTypedArray().entries()) if (Number(value) === 1) this.#seen.add(label);
  }

  /** Forgets, and frees what it holds. */
  dispose(): void {
    this.#history?.dispose();
    this.#history = undefined;
    this.#seen.clear();
  }
}

const indexCopy = operator("aten::index_copy");
