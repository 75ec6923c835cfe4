/**
 * Mean and standard deviation of each channel, image by image.
 *
 * @module
 */

/** Sums of bytes and of their squares, by channel; exact up to 2^53 / 255² or 10^11 pixels. */
export class ChannelStatistics {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #pixels = 0;

  /** @param area number of pixels of one channel of an image. */
  constructor(
    private readonly channels: number,
    private readonly area: number,
  ) {
    this.#sums = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
  }

  /** Adds images. @param images whole images, plane by plane. */
  add(images: Uint8Array): void {
    const { channels, area } = this;
    for (let at = 0; at < images.length; at += area) {
      let [sum, squares] = [0, 0];
      for (let pixel = at; pixel < at + area; pixel++) {
        const value = images[pixel] as number;
        sum += value;
        squares += value * value;
      }
      const channel = (at / area) % channels;
      (this.#sums[channel] as number) += sum;
      (this.#squares[channel] as number) += squares;
    }
    this.#pixels += images.length / channels;
  }

  /** Mean of each channel, pixels scaled to 0..1. */
  mean(): number[] {
    return Array.from(this.#sums, (sum) => sum / this.#pixels / 255);
  }

  /** Standard deviation of each channel, pixels scaled to 0..1; above 0 even if all pixels are equal, since images are divided by it. */
  std(): number[] {
    return this.mean().map((mean, channel) =>
      Math.sqrt(Math.max(LEAST, (this.#squares[channel] as number) / this.#pixels / 255 ** 2 - mean * mean)),
    );
  }
}

const LEAST = 1e-12;
