/**
 * An order in which classes are spread evenly.
 *
 * @module
 */

/**
 * Rearranges images so that the r-th of the n images of a class is at (r + ½) / n of the whole; ties, and the images of a class, keep
 * their order. Any contiguous part then has each class in proportion to its share of the whole, to within an image or two.
 *
 * @param order indices of images, usually in random order.
 * @param classOf class of every image of the data set, by index.
 */
export function stratify(order: Int32Array, classOf: ArrayLike<number>): Int32Array {
  const size = new Map<number, number>();
  for (const index of order) size.set(classOf[index] as number, (size.get(classOf[index] as number) ?? 0) + 1);
  const place = new Map<number, number>();
  const seen = new Map<number, number>();
  for (const index of order) {
    const label = classOf[index] as number;
    const rank = seen.get(label) ?? 0;
    seen.set(label, rank + 1);
    place.set(index, (rank + 0.5) / (size.get(label) as number));
  }
  return order.slice().sort((a, b) => (place.get(a) as number) - (place.get(b) as number)); // stable: ties keep their order
}
