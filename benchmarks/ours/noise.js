/**
 * Images that show nothing, of every class alike.
 *
 * @module
 */
import { fromBytes, tensor } from "@selectivity-lab/torch";

const SHAPE = [3, 32, 32];

/** A data set of random bytes. @param images number of them. */
export function createNoise(images, classes) {
  const bytes = new Uint8Array(images * SHAPE.reduce((product, size) => product * size));
  for (let i = 0, state = 1; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    bytes[i] = state >>> 24;
  }
  return {
    images: fromBytes(bytes, { shape: [images, ...SHAPE], dtype: "uint8" }),
    labels: tensor(
      Array.from({ length: images }, (_, image) => image % classes),
      { dtype: "int64" },
    ),
    classes: Array.from({ length: classes }, String),
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  };
}
