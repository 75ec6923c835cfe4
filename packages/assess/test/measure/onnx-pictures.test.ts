import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { floats } from "../../../onnx/src/model/graph-writer.js";
import { node, weights } from "../../../onnx/test/support.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writePerceptron } from "../../../testing/src/perceptron.js";
import { measure } from "../../src/measure/measure.js";

/** A folder of two classes of two noisy pictures each, of one size. */
async function pictures(size: number): Promise<string> {
  const root = temporaryFolder();
  for (const [seed, place] of ["train/cat", "train/dog", "test/cat", "test/dog"].entries()) {
    mkdirSync(join(root, place), { recursive: true });
    for (const index of [0, 1]) {
      const pixels = Uint8Array.from({ length: size ** 2 * 3 }, (_, i) => (i * i * (7 * seed + index + 3)) % 251);
      const raw = { width: size, height: size, channels: 3 } as const;
      writeFileSync(join(root, place, `${index}.png`), await sharp(pixels, { raw }).png().toBuffer());
    }
  }
  return root;
}

/** A classifier of images of any height and width into two classes: the maxima of its channels, then two layers. */
function writeAnySize(): string {
  return writePerceptron(join(temporaryFolder(), "any.onnx"), {
    node: [
      node("GlobalMaxPool", ["images"], "pooled"),
      node("Flatten", ["pooled"], "flat"),
      node("Gemm", ["flat", "w1"], "hidden", { transB: 1 }),
      node("Relu", ["hidden"], "units"),
      node("Gemm", ["units", "w2"], "logits", { transB: 1 }),
    ],
    initializer: [weights("w1", [5, 3]), weights("w2", [2, 5])],
    input: [floats("images", ["N", 3, "H", "W"])],
    output: [floats("logits", ["N", 2])],
  });
}

test("a file that takes any size gets the pictures' own, which is said", async () => {
  const [file, data] = [writeAnySize(), await pictures(32)];
  const said: string[] = [];
  const measured = await measure(file, { data, notify: (line) => said.push(line) });
  expect(said.filter((line) => line.includes("pixels"))).toEqual([
    `${data}: images are 32 × 32 pixels (the size of its pictures); --image-size chooses a different size`,
  ]);
  expect(measured).toEqual(await measure(file, { data, imageSize: 32 }));
  expect(measured).not.toEqual(await measure(file, { data, imageSize: 64 })); // the size is not without effect
});
