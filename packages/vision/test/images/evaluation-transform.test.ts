import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  completeTransform,
  type EvaluationTransform,
  transformPicture,
} from "../../src/images/evaluation-transform.js";
import { decodeLikePillow } from "../../src/images/like-pillow.js";
import type { BytePicture } from "../../src/images/resample.js";

const reference = join(import.meta.dirname, "../reference");
const { recorded } = JSON.parse(readFileSync(join(reference, "pillow.json"), "utf8")) as {
  recorded: readonly (EvaluationTransform & { readonly picture: string; readonly sha256: string })[];
};
const pictures = [...new Set(recorded.map(({ picture }) => picture))];

/** A gray picture as three equal channels. */
function withColors({ pixels, channels }: BytePicture): Uint8Array {
  return channels === 3
    ? pixels
    : Uint8Array.from({ length: 3 * pixels.length }, (_, i) => pixels[Math.floor(i / 3)] as number);
}

describe("the transform of published accuracies", () => {
  test.each(pictures)("gives what torchvision and Pillow give, bit for bit: %s", async (name) => {
    const decoded = await decodeLikePillow(readFileSync(join(reference, "pillow", name)), sharp);
    for (const { sha256, picture, ...transform } of recorded.filter(({ picture }) => picture === name)) {
      const result = withColors(transformPicture(decoded, transform));
      expect(createHash("sha256").update(result).digest("hex"), `${picture} ${JSON.stringify(transform)}`).toBe(sha256);
    }
  });

  test("cuts the middle as Python rounds: of two whole numbers that are equally near, the even one", () => {
    const line = (width: number) => ({
      ...{ pixels: Uint8Array.from({ length: 2 * width }, (_, i) => i % width), width, height: 2, channels: 1 },
    });
    const transform = { resize: 2, crop: 2, interpolation: "nearest" } as const;
    expect([...transformPicture(line(5), transform).pixels.slice(0, 2)]).toEqual([2, 3]); // 1.5 → 2
    expect([...transformPicture(line(7), transform).pixels.slice(0, 2)]).toEqual([2, 3]); // 2.5 → 2
  });

  test("is completed as torchvision completes it", () => {
    expect(completeTransform({})).toBeUndefined();
    expect(completeTransform({ imageSize: 64 })).toBeUndefined();
    expect(completeTransform({ resize: 256 })).toEqual({ resize: 256, crop: 256, interpolation: "bilinear" });
    const whole = { resize: 256, crop: 224, interpolation: "bicubic" } as const;
    expect(completeTransform(whole)).toEqual(whole);
  });

  test.each([
    [{ crop: 224 }, "--crop belongs to --resize, which is missing."],
    [{ interpolation: "nearest" }, "--interpolation belongs to --resize, which is missing."],
    [{ resize: 200, crop: 224 }, "--crop 224 does not fit into pictures whose shorter side is resized to 200."],
    [{ resize: 256, imageSize: 64 }, "--image-size and --resize both say how large images are."],
  ] as const)("is refused where it contradicts itself: %o", (request, problem) => {
    expect(() => completeTransform(request)).toThrow(problem);
  });
});
