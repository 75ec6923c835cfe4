/**
 * A sparse linear map from planes to planes of the same size: resampling, computed once for all images.
 *
 * @module
 */
/** For each pixel of the result, the pixels that it is made of. */
export class LinearMap {
  readonly #starts: Int32Array;
  readonly #sources: Int32Array;
  readonly #weights: Float64Array;

  /** @param rows for each pixel of the result the weights by source pixel. */
  constructor(rows: readonly ReadonlyMap<number, number>[]) {
    const count = rows.reduce((sum, row) => sum + row.size, 0);
    this.#starts = new Int32Array(rows.length + 1);
    this.#sources = new Int32Array(count);
    this.#weights = new Float64Array(count);
    let at = 0;
    for (const [index, row] of rows.entries()) {
      for (const [source, weight] of row) {
        this.#sources[at] = source;
        this.#weights[at++] = weight;
      }
      this.#starts[index + 1] = at;
    }
  }

  /** Maps a plane in place. */
  apply(plane: Float64Array): void {
    const [starts, sources, weights] = [this.#starts, this.#sources, this.#weights];
    const from = plane.slice();
    for (let i = 0; i < plane.length; i++) {
      let sum = 0;
      for (let k = starts[i] as number; k < (starts[i + 1] as number); k++)
        sum += (weights[k] as number) * (from[sources[k] as number] as number);
      plane[i] = sum;
    }
  }
}
