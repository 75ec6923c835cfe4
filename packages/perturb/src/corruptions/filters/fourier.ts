/**
 * The fast Fourier transform of a line whose length is a power of two, and convolutions with it.
 *
 *     X_k = Σ x_n · exp(−2πi · k · n / N)
 *
 * Source: Cooley & Tukey 1965.
 * @module
 */

/** Transforms lines of one length. */
export class Fourier {
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;
  readonly #reversed: Int32Array;

  /** @param length a power of two, at least 2. */
  constructor(readonly length: number) {
    this.#cosine = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
    this.#sine = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
    const bits = Math.log2(length);
    this.#reversed = Int32Array.from({ length }, (_, i) => reverseBits(i, bits));
  }

  /** Transforms a line of complex numbers in place. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    const { length } = this;
    const [cosine, sine, reversed] = [this.#cosine, this.#sine, this.#reversed];
    for (let i = 0; i < length; i++) {
      const other = reversed[i] as number;
      if (other > i) for (const values of [real, imaginary]) swap(values, i, other);
    }
    for (let half = 1, turn = length / 2; half < length; half *= 2, turn /= 2)
      for (let start = 0; start < length; start += 2 * half)
        for (let k = 0, low = start, high = start + half; k < half; k++, low++, high++) {
          const [c, s] = [cosine[k * turn] as number, sine[k * turn] as number];
          const [re, im] = [real[high] as number, imaginary[high] as number];
          const [x, y] = [re * c - im * s, re * s + im * c];
          real[high] = (real[low] as number) - x;
          imaginary[high] = (imaginary[low] as number) - y;
          real[low] = (real[low] as number) + x;
          imaginary[low] = (imaginary[low] as number) + y;
        }
  }

  /** Makes the function that correlates two lines at once with real weights, circularly, in place. */
  createCorrelation(weights: Float64Array): (first: Float64Array, second: Float64Array) => void {
    const real = new Float64Array(this.length);
    const imaginary = new Float64Array(this.length);
    real.set(weights);
    this.transform(real, imaginary);
    return (first, second) => {
      this.transform(first, second);
      for (let k = 0; k < this.length; k++) {
        const [a, b] = [first[k] as number, second[k] as number];
        const [c, d] = [(real[k] as number) / this.length, -(imaginary[k] as number) / this.length];
        first[k] = a * c - b * d;
        second[k] = a * d + b * c;
      }
      this.transform(second, first); // with the parts exchanged, the transform is its own inverse
    };
  }
}

function reverseBits(index: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] as number;
  values[a] = values[b] as number;
  values[b] = kept;
}
