import { describe, expect, test } from "vitest";
import { BatchNorm2d } from "../../src/modules/batch-norm2d.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";

/** Two images of one channel and one pixel: 1 and 3, of mean 2, variance 1 (n) or 2 (n − 1). */
const images = () => tensor([[[[1]]], [[[3]]]]);

describe("BatchNorm2d", () => {
  test("brings a training batch to mean 0 and variance 1", () => {
    scope(() => {
      const [low = 0, high = 0] = new BatchNorm2d(1).forward(images()).flatten().toArray() as number[];
      expect([low, high]).toEqual([expect.closeTo(-1, 4), expect.closeTo(1, 4)]);
    });
  });

  test("moves its running averages a tenth of the way to the batch's, the variance with n − 1, and counts", () => {
    scope(() => {
      const bn = new BatchNorm2d(1);
      bn.forward(images());
      expect(bn.running_mean.toArray()).toEqual([expect.closeTo(0.2, 6)]);
      expect(bn.running_var.toArray()).toEqual([expect.closeTo(0.9 * 1 + 0.1 * 2, 6)]);
      expect(bn.num_batches_tracked.item()).toBe(1);
      expect(bn.num_batches_tracked.dtype).toBe("int64");
    });
  });

  test("uses the running averages in evaluation, and leaves them alone", () => {
    scope(() => {
      const bn = new BatchNorm2d(1).eval();
      const output = bn.forward(images()).flatten().toArray(); // running mean 0, variance 1
      expect(output).toEqual([expect.closeTo(1, 4), expect.closeTo(3, 4)]);
      expect(bn.running_mean.toArray()).toEqual([0]);
      expect(bn.num_batches_tracked.item()).toBe(0);
    });
  });
});
