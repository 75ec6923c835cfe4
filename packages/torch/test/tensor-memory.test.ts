import { describe, expect, it } from "vitest";
import { empty } from "../src/tensor/create.js";
import type { Tensor } from "../src/tensor/tensor.js";

const MEGABYTE = 2 ** 20;

/** Takes and frees tensors of 0.5 to 8 MB, at most 64 MB at once, in an order that never repeats; hands each to `freeing`. */
function churn(rounds: number, freeing: (tensor: Tensor, value: number) => void = () => {}): void {
  const held: { tensor: Tensor; value: number }[] = [];
  const free = ({ tensor, value }: { tensor: Tensor; value: number }) => {
    freeing(tensor, value);
    tensor.dispose();
  };
  let state = 1;
  const below = (n: number) => {
    state = (state * 48271) % 2147483647; // Lehmer's generator
    return state % n;
  };
  for (let round = 0; round < rounds; round++) {
    while (held.reduce((sum, { tensor }) => sum + tensor.numel, 0) > 56 * MEGABYTE)
      held.splice(below(held.length), 1).forEach(free);
    const value = round % 256;
    const numel = MEGABYTE / 2 + below(7.5 * MEGABYTE);
    held.push({ tensor: empty([numel], { dtype: "uint8" }).fill_(value), value });
  }
  held.forEach(free);
}

describe("the memory of tensors", () => {
  it("follows what is live, not the history of shapes", () => {
    churn(10);
    const before = process.memoryUsage().rss;
    churn(1000);
    // live: at most 64 MB in blocks at most twice as large; idle: a quarter more
    expect((process.memoryUsage().rss - before) / MEGABYTE).toBeLessThan(2 * 64 * 1.25);
  });

  it("is never shared between two live tensors", () => {
    churn(60, (tensor, value) => {
      expect(tensor.eq(value).sum().item()).toBe(tensor.numel);
    });
  });
});
