/**
 * The images still under attack, with all that belongs to each. Images that are broken leave, and the batch closes up, so
 * that no work is done on them.
 *
 * @module
 */
import { scope, Tensor, tensor } from "@selectivity-lab/torch";

/** Some images of a batch: entry i of every member belongs to image `rows[i]` of the batch. Attacks add members. */
export interface ActiveImages {
  readonly rows: Int32Array;
  /** `[M, C, H, W]`, as they were. */
  readonly images: Tensor;
  /** `[M]` int64 */
  readonly labels: Tensor;
  /** `[M, C, H, W]`, where the attack has got to. */
  readonly points: Tensor;
}

/**
 * The cohort without the images that left.
 *
 * @param keep positions in the cohort, in rising order.
 * @returns `cohort` itself where all stay.
 */
export function only<Members extends ActiveImages>(cohort: Members, keep: Int32Array): Members {
  if (keep.length === cohort.rows.length) return cohort;
  const index = tensor(keep, { dtype: "int64", device: cohort.labels.device });
  const picked = (member: unknown) => {
    if (member instanceof Tensor) return member.indexSelect(0, index);
    if (member instanceof Int32Array) return keep.map((i) => member[i] as number);
    return Float64Array.from(keep, (i) => (member as Float64Array)[i] as number);
  };
  const members = Object.fromEntries(Object.entries(cohort).map(([name, member]) => [name, picked(member)]));
  index.dispose();
  return members as unknown as Members;
}

/** The next state of a cohort; frees what it does not share with the one before. */
export function renewed<Before extends ActiveImages, After extends ActiveImages>(
  cohort: Before,
  step: (cohort: Before) => After,
): After {
  const after = scope(() => step(cohort));
  const held = new Set<unknown>(Object.values(after));
  for (const member of Object.values(cohort)) if (member instanceof Tensor && !held.has(member)) member.dispose();
  return after;
}
