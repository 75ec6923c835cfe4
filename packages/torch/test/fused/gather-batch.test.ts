import { afterEach, describe, expect, test } from "vitest";
import { type BatchPlan, gatherBatch } from "../../src/fused/gather-batch.js";
import { getThreads, setThreads } from "../../src/runtime/runtime.js";
import { rand, tensor, zeros } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { fingerprint } from "./support.js";

const composite = operator("selectivity::gather_batch_composite");

function makePlan(images: Tensor, size: number, pad: number): BatchPlan {
  const [N = 0, C = 0] = images.shape;
  const generator = new Generator(7);
  const integers = (shape: number[], below: number) => rand(shape, generator).mul(below).to({ dtype: "int64" });
  return {
    index: integers([size], N),
    offset: integers([size, 2], 2 * pad + 1).sub(pad),
    flip: rand([size], generator).lt(0.5),
    mean: rand([C], generator),
    std: rand([C], generator).add(0.1),
  };
}

const makeImages = (shape: number[]) => rand(shape, new Generator(3)).mul(256).to({ dtype: "uint8" });

/** One pixel at a time, each step rounded to float32 as libtorch does. */
function slowly(images: Tensor, plan: BatchPlan): Float32Array {
  const [, C = 0, H = 0, W = 0] = images.shape;
  const [pixels, index, offset, flip, mean, std] = [
    images,
    plan.index,
    plan.offset,
    plan.flip,
    plan.mean,
    plan.std,
  ].map((values) => Array.from(values.toTypedArray(), Number)) as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const at = (values: number[], i: number) => values[i] as number;
  const out: number[] = [];
  for (let b = 0; b < index.length; b++)
    for (let c = 0; c < C; c++)
      for (let y = 0; y < H; y++)
        for (let x = 0; x < W; x++) {
          const [fromY, fromX] = [y + at(offset, 2 * b), (at(flip, b) ? W - 1 - x : x) + at(offset, 2 * b + 1)];
          const inside = fromY >= 0 && fromY < H && fromX >= 0 && fromX < W;
          const pixel = inside ? at(pixels, ((at(index, b) * C + c) * H + fromY) * W + fromX) : 0;
          out.push(Math.fround(Math.fround(Math.fround(pixel / 255) - at(mean, c)) / at(std, c)));
        }
  return Float32Array.from(out);
}

const threads = getThreads();
afterEach(() => setThreads(threads));

describe("gatherBatch", () => {
  test("crops first, then flips, then normalises", () => {
    const images = tensor(Uint8Array.from([0, 51, 102]), { shape: [1, 1, 1, 3] });
    const batch = gatherBatch(images, {
      index: tensor([0, 0, 0], { dtype: "int64" }),
      offset: tensor(
        [
          [0, 0],
          [0, 1],
          [0, 1],
        ],
        { dtype: "int64" },
      ),
      flip: tensor([0, 0, 1], { dtype: "bool" }),
      mean: tensor([0.2]),
      std: tensor([0.2]),
    });
    const rounded = Array.from(batch.toTypedArray() as Float32Array, (value) => Math.round(value * 1e5) / 1e5 + 0);
    expect(rounded).toEqual([-1, 0, 1, 0, 1, -1, -1, 1, 0]);
  });

  test.each<[number, number, number]>([
    [1, 28, 28],
    [3, 32, 32],
    [3, 5, 9],
    [4, 1, 1],
  ])("gives the bits of a loop over pixels for images [%i, %i, %i]", (...shape) => {
    const images = makeImages([10, ...shape]);
    const plan = makePlan(images, 17, 4);
    const batch = gatherBatch(images, plan);
    expect(batch.shape).toEqual([17, ...shape]);
    expect(batch.toTypedArray()).toEqual(slowly(images, plan));
  });

  test("gives the bits of libtorch's operators, which other devices use", () => {
    const images = makeImages([10, 3, 16, 12]);
    const { index, offset, flip, mean, std } = makePlan(images, 20, 5);
    const expected = composite(images, index, offset, flip, mean, std);
    expect(gatherBatch(images, { index, offset, flip, mean, std }).toTypedArray()).toEqual(expected.toTypedArray());
  });

  test("gives the same bits whatever the number of threads", () => {
    const images = makeImages([50, 3, 32, 32]);
    const plan = makePlan(images, 64, 4);
    const [one, two] = [1, 2].map((count) => {
      setThreads(count);
      return fingerprint(gatherBatch(images, plan));
    });
    expect(two).toEqual(one);
  });

  describe("refuses", () => {
    const images = () => makeImages([10, 3, 4, 4]);
    const run = (changed: Partial<BatchPlan>) => () =>
      gatherBatch(images(), { ...makePlan(images(), 2, 1), ...changed });

    test.each<[string, () => unknown]>([
      ["index[1] is 10, but there are 10 images", run({ index: tensor([0, 10], { dtype: "int64" }) })],
      ["index[0] is -1, but there are 10 images", run({ index: tensor([-1, 0], { dtype: "int64" }) })],
      ["offset must be Long [B, 2] = [2, 2], got Long [2, 3]", run({ offset: zeros([2, 3], { dtype: "int64" }) })],
      ["flip must be Bool [B] = [2], got Float [2]", run({ flip: zeros([2]) })],
      ["mean must be Float [C] = [3], got Float [1]", run({ mean: zeros([1]) })],
      [
        "images must be Byte [N, C, H, W], got Float [1, 3, 4, 4]",
        () => gatherBatch(zeros([1, 3, 4, 4]), makePlan(images(), 2, 1)),
      ],
    ])("what does not fit: %s", (message, call) => {
      expect(call).toThrow(`selectivity::gather_batch: gather_batch: ${message}`);
    });
  });
});
