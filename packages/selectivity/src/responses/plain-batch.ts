/**
 * What only class means can do: sums instead of means, and a memory over batches.
 *
 * @module
 */
import { SelectivityError } from "../error.js";
import type { BatchOptions } from "./response-statistic.js";

/**
 * For statistics without these two.
 *
 * @param who the statistic, in the plural.
 * @throws {@link SelectivityError} if a batch's options ask for either.
 */
export function requirePlainBatch(who: string, { aggregate = "mean", history }: BatchOptions): void {
  if (aggregate === "mean" && !history) return;
  throw new SelectivityError("invalid-argument", {
    problem: `${who} cannot be ${history ? "joined with those of earlier batches" : 'aggregated by "sum"'}.`,
    remedy: history
      ? "train on this measure without a memory, or with a memory on a measure of class means, such as index"
      : 'use aggregate "mean"',
  });
}
