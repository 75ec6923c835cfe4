/**
 * An attack's random numbers: a pure function of (seed, attack, restart, step, image), so that an image gets the same ones in any
 * batch, in any order, and at every budget.
 *
 *     words = Philox4x32-10(counter = (image, attack · 2²⁷ + restart · 2²⁰ + step, place, stream of attacks), key = seed)
 *
 * @module
 */
import { randomWords } from "@selectivity-lab/base";
import { type Tensor, tensor } from "@selectivity-lab/torch";

/** Largest number of restarts with distinct random numbers. */
export const MAX_RESTARTS = 2 ** 7;

/** Largest number of steps with distinct random numbers. */
export const MAX_STEPS = 2 ** 20 - 1;

/** The point in an attack at which random numbers are drawn. */
export interface Moment {
  readonly seed: number;
  /** The attack's number, below 32. */
  readonly attack: number;
  readonly restart: number;
  /** 0 for the starting point. */
  readonly step: number;
}

/** The random numbers of some images at one moment. */
export class AttackRandom {
  /** The images' numbers. */
  readonly images: readonly number[];
  readonly #moment: Moment;
  readonly #like: Tensor;

  /**
   * @param indices the images' numbers.
   * @param like `[N, C, H, W]`: gives the shape of an image, and the dtype and device of the results.
   */
  constructor(moment: Moment, indices: Int32Array, like: Tensor) {
    this.#moment = moment;
    this.images = [...indices];
    this.#like = like;
  }

  /** Four random words of an image; each place has different ones. */
  words(image: number, place: number) {
    const { seed, attack, restart, step } = this.#moment;
    return randomWords(seed, "attack", image, attack * 2 ** 27 + restart * 2 ** 20 + step, place);
  }

  /** `[N, C, H, W]`, uniform in (−1, 1). */
  uniform(): Tensor {
    return this.#fill((word, target) => {
      for (let i = 0; i < target.length; i++) target[i] = 2 * word(i) - 1;
    });
  }

  /** `[N, C, H, W]`, normal with mean 0 and standard deviation 1 (Box and Muller). */
  normal(): Tensor {
    return this.#fill((word, target) => {
      for (let i = 0; i < target.length; i += 2) {
        const radius = Math.sqrt(-2 * Math.log(word(i)));
        const angle = 2 * Math.PI * word(i + 1);
        target[i] = radius * Math.cos(angle);
        if (i + 1 < target.length) target[i + 1] = radius * Math.sin(angle);
      }
    });
  }

  /** `[N, 1, 1, 1]`, uniform in (0, 1), independent of the other numbers. */
  share(): Tensor {
    const { dtype, device } = this.#like;
    const values = Float64Array.from(this.images, (image) => fraction(this.words(image, 0xffffffff)[0]));
    return tensor(values, { dtype, device, shape: [values.length, 1, 1, 1] });
  }

  /** @param fill writes one image's values; `word(i)` is its i-th random number in (0, 1). */
  #fill(fill: (word: (i: number) => number, target: Float32Array) => void): Tensor {
    const { shape, numel, dtype, device } = this.#like;
    const size = numel / (shape[0] as number);
    const values = new Float32Array(this.images.length * size);
    for (const [item, image] of this.images.entries()) {
      let words = this.words(image, 0);
      const word = (i: number) => {
        if (i % 4 === 0) words = this.words(image, i / 4);
        return fraction(words[(i % 4) as 0 | 1 | 2 | 3]);
      };
      fill(word, values.subarray(item * size, (item + 1) * size));
    }
    return tensor(values, { dtype, device, shape: [this.images.length, ...shape.slice(1)] });
  }
}

/** Maps a word to a number in (0, 1), excluding both ends. */
function fraction(word: number): number {
  return (word + 0.5) / 2 ** 32;
}
