import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomWords } from "@selectivity-lab/base";
import { expect, test } from "vitest";
import { roundTripJpeg } from "../../../src/corruptions/filters/jpeg.js";

interface Case {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly quality: number;
  readonly sha256: string;
}

const cases = JSON.parse(readFileSync(join(import.meta.dirname, "../../reference/jpeg.json"), "utf8")) as Case[];

/** The picture of `jpeg.py`. */
const level = (c: number, y: number, x: number) => (37 * x + 91 * y + 53 * c + 9 * ((x * y) % 17)) % 256;

test.each(cases)(
  "$height × $width pixels of $channels channels at quality $quality are Pillow's, bit for bit",
  (one) => {
    const { channels, height, width, quality, sha256 } = one;
    const area = height * width;
    const pixels = Float64Array.from(
      { length: channels * area },
      (_, i) => level(Math.floor(i / area), Math.floor((i % area) / width), i % width) / 255,
    );
    roundTripJpeg({ channels, height, width, pixels }, quality);
    const bytes = Uint8Array.from(
      { length: pixels.length },
      (_, i) => 255 * (pixels[(i % channels) * area + Math.floor(i / channels)] as number),
    );
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  },
);

test("noise, edges and plain areas of any size are those of libjpeg, which `sharp` runs", async () => {
  const { default: sharp } = await import("sharp");
  for (let number = 0; number < 60; number++) {
    const draw = (i: number) => (randomWords(3, "split", 10_000 * number + i)[0] as number) / 2 ** 32;
    const [channels, height, width] = [number % 4 === 0 ? 1 : 3, 1 + (number % 19), 1 + ((7 * number) % 23)] as const;
    const quality = 1 + Math.floor(100 * draw(9999));
    const bytes = Uint8Array.from({ length: channels * height * width }, (_, i) => {
      if (number % 3 === 0) return 256 * draw(i);
      return number % 3 === 1 ? 255 * Math.round(draw(i)) : 128 + 127 * Math.sin(i / 9);
    });
    const space = channels === 1 ? "b-w" : "srgb";
    const jpeg = { quality, chromaSubsampling: "4:2:0", mozjpeg: false };
    const file = await sharp(bytes, { raw: { width, height, channels } }).toColourspace(space).jpeg(jpeg).toBuffer();
    const expected = await sharp(file).toColourspace(space).raw().toBuffer();
    const area = height * width;
    const place = (i: number) => (i % area) * channels + Math.floor(i / area);
    const pixels = Float64Array.from(bytes, (_, i) => (bytes[place(i)] as number) / 255);
    roundTripJpeg({ channels, height, width, pixels }, quality);
    const ours = Uint8Array.from(pixels, (value) => Math.round(255 * value));
    expect(ours, `${number}: ${width} × ${height} × ${channels} at ${quality}`).toEqual(
      Uint8Array.from(pixels, (_, i) => expected[place(i)] as number),
    );
  }
});
