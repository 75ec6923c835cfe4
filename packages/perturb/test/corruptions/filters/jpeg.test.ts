import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
  async (one) => {
    const { channels, height, width, quality, sha256 } = one;
    const area = height * width;
    const pixels = Float64Array.from(
      { length: channels * area },
      (_, i) => level(Math.floor(i / area), Math.floor((i % area) / width), i % width) / 255,
    );
    await roundTripJpeg({ channels, height, width, pixels }, quality);
    const bytes = Uint8Array.from(
      { length: pixels.length },
      (_, i) => 255 * (pixels[(i % channels) * area + Math.floor(i / channels)] as number),
    );
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  },
);
