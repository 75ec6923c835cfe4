/**
 * The images that are still under attack, with everything that belongs to each. Images that are broken are removed, so that no
 * work is done on them.
 *
 * @module
 */
import { scope, Tensor, tensor } from "@selectivity-lab/torch";

/** Some images of a batch: entry i of every member belongs to image `rows[i]` of the batch. Attacks add members. */
export interface ActiveImages {
  readonly rows: Int32Array;
  /** `[M, C, H, W]`, the original images. */
  readonly images: Tensor;
  /** `[M]` int64 */
  readonly labels: Tensor;
  /** `[M, C, H, W]`, the attack's current points. */
  readonly points: Tensor;
}

/**
 * Keeps some of the active images.
 *
 * @param keep positions among the active images, ascending.
 * @returns `active` itself if all are kept.
 */
export function keepRows<Members extends ActiveImages>(active: Members, keep: Int32Array): Members {
  if (keep.length === active.rows.length) return active;
  const index = tensor(keep, { dtype: "int64", device: active.labels.device });
  const pick = (member: unknown) => {
    if (member instanceof Tensor) return member.indexSelect(0, index);
    if (member instanceof Int32Array) return keep.map((i) => member[i] as number);
    return Float64Array.from(keep, (i) => (member as Float64Array)[i] as number);
  };
  const members = Object.fromEntries(Object.entries(active).map(([name, member]) => [name, pick(member)]));
  index.dispose();
  return members as unknown as Members;
}

/** Computes the next state of the active images, and frees the tensors that it does not share with the previous one. */
export function advance<Before extends ActiveImages, After extends ActiveImages>(
  active: Before,
  step: (active: Before) => After,
): After {
  const after = scope(() => step(active));
  const held = new Set<unknown>(Object.values(after));
  for (const member of Object.values(active)) if (member instanceof Tensor && !held.has(member)) member.dispose();
  return after;
}
