/**
 * The random numbers of one image under one corruption: a sequence that depends only on the seed, the corruption, the severity and
 * the image's number, never on batch, order, worker or device.
 *
 *     words = Philox4x32-10(counter = (image, corruption · 8 + severity, i / 4, stream of corruptions), key = seed)
 *
 * @module
 */
/** A sequence of random numbers. */
export class CorruptionRandom {
  #next = 0;

  /** @param words random words, uniform in [0, 2³²); as many as will be used. */
  constructor(readonly words: Uint32Array) {}

  /** A number uniform in (0, 1), excluding both ends. */
  uniform(): number {
    const word = this.words[this.#next++];
    if (word === undefined) throw this.#exhausted();
    return (word + 0.5) / 2 ** 32;
  }

  /** A number uniform in (low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    return Math.floor(n * this.uniform());
  }

  /** `count` normal numbers of mean 0 and standard deviation 1 (Box and Muller, in pairs: cosine first). */
  normals(count: number): Float64Array {
    const values = new Float64Array(count + (count % 2));
    const words = this.#take(values.length);
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(((words[i] as number) + 0.5) / 2 ** 32));
      const angle = 2 * Math.PI * (((words[i + 1] as number) + 0.5) / 2 ** 32);
      values[i] = radius * Math.cos(angle);
      values[i + 1] = radius * Math.sin(angle);
    }
    return values.subarray(0, count);
  }

  /** `count` numbers uniform in (low, high). */
  uniforms(count: number, low: number, high: number): Float64Array {
    const values = new Float64Array(count);
    const words = this.#take(count);
    for (let i = 0; i < count; i++) values[i] = low + (high - low) * (((words[i] as number) + 0.5) / 2 ** 32);
    return values;
  }

  /** The next words. */
  #take(count: number): Uint32Array {
    const first = this.#next;
    this.#next += count;
    if (this.#next > this.words.length) throw this.#exhausted();
    return this.words.subarray(first, this.#next);
  }

  #exhausted(): Error {
    return new Error(`CorruptionRandom: more than the ${this.words.length} declared random words were requested`);
  }
}
