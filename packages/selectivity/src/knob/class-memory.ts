/**
 * A memory of class means over batches, for batches with only a few images per class, whose selectivity is mostly sampling
 * noise (science.md 1.7).
 *
 *     m[c] = decay · history[c] + (1 − decay) · μ[c]       for a class of the batch that has a history
 *     m[c] = μ[c]                                          for a class of the batch that has none
 *     m[c] = history[c]                                    for a class that is not in the batch
 *
 * The history is a constant: gradients reach the batch through μ alone, and are (1 − decay) times those of the plain measure at m.
 * After each batch the history is m. Without a memory, absent classes are left out.
 * @module
 */
import { keep, operator, ShapeError, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import type { ClassHistory } from "../responses/response-statistic.js";

/** What a resumed run needs in order to restore a {@link ClassMemory}. */
export interface ClassMemoryState {
  /** `[K, ΣU]`. */
  readonly history: Tensor;
  /** `[K]` uint8: 1 for each class that has a history. */
  readonly seen: Tensor;
}

/** Exponential moving averages of the class means of every unit under the knob. */
export class ClassMemory implements ClassHistory {
  readonly #decay: number;
  readonly #classes: number;
  #history: Tensor | undefined;
  readonly #seen: Set<number> = new Set();

  /**
   * @param options.classes K.
   * @param options.decay weight of the history, in (0, 1).
   * @throws {@link SelectivityError} for any other decay.
   */
  constructor({ classes, decay }: { readonly classes: number; readonly decay: number }) {
    if (!(decay > 0 && decay < 1))
      throw new SelectivityError("invalid-argument", {
        problem: `ClassMemory: decay must be between 0 and 1, got ${decay}.`,
      });
    this.#classes = classes;
    this.#decay = decay;
  }

  /**
   * Joins a batch's class means with the history, and remembers the result.
   *
   * @param means `[K', ΣU]` of the classes of the batch.
   * @param present `[K']`: which classes these are, ascending.
   * @returns `[K'', ΣU]` of all classes seen so far, in ascending order, differentiable with respect to `means`.
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

  /** The history itself, not a copy, and a new tensor of the classes that have one; `undefined` before the first batch. */
  state(): ClassMemoryState | undefined {
    if (!this.#history) return undefined;
    const seen = Uint8Array.from({ length: this.#classes }, (_, label) => Number(this.#seen.has(label)));
    return { history: this.#history, seen: tensor(seen, { dtype: "uint8" }) };
  }

  /** Continues from a state. @throws {@link ShapeError} for a state with a different number of classes. */
  restore({ history, seen }: ClassMemoryState): void {
    if (history.shape[0] !== this.#classes || seen.numel !== this.#classes)
      throw new ShapeError("ClassMemory", "history", `[${this.#classes}, ΣU], one row per class`, history);
    this.dispose();
    this.#history = keep(history.clone());
    for (const [label, value] of seen.toTypedArray().entries()) if (Number(value) === 1) this.#seen.add(label);
  }

  /** Forgets the history and frees it. */
  dispose(): void {
    this.#history?.dispose();
    this.#history = undefined;
    this.#seen.clear();
  }
}

const indexCopy = operator("aten::index_copy");
