/**
 * Fields that several documents share. Schemas describe a document as it is read back from JSON, which has no word for
 * non-finite numbers: they are written as the texts "NaN", "Infinity" and "-Infinity".
 *
 * @module
 */
import { measuredNumber } from "@selectivity-lab/run";
import { z } from "zod";

/** A measured number, which may be non-finite. */
export const measuredSchema = measuredNumber;

/** A count. */
export const countSchema = z.int().min(0);

/** A list, which its reader leaves as it is. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

/** A mean over networks with its 95% interval; null without any network, its spread null for a single one. */
export const estimateSchema = z
  .strictObject({
    n: countSchema,
    mean: measuredSchema,
    sd: measuredSchema.nullable(),
    low: measuredSchema.nullable(),
    high: measuredSchema.nullable(),
  })
  .nullable();

/** One of the two headline statements about robustness. */
export const statementSchema = z.strictObject({
  name: z.enum(["corruptions", "attacks"]),
  claim: z.string(),
  n: countSchema,
  seeds: countSchema,
  nearChance: countSchema,
  slope: measuredSchema.nullable(),
  low: measuredSchema.nullable(),
  high: measuredSchema.nullable(),
  correlation: measuredSchema.nullable(),
  p: measuredSchema.nullable(),
  pAdjusted: measuredSchema.nullable(),
  verdict: z.enum(["supported", "contradicted", "undecided"]),
});

/** How many networks the statements rest on. A verdict from a part of them is not that of the sweep. */
export const coverageSchema = z.strictObject({
  complete: z.boolean(),
  /** Networks for which every requested evaluation is done, out of those that are trained or may still be. */
  assessed: countSchema,
  planned: countSchema,
});

/** Where a trial stands. */
export const stateSchema = z.enum(["queued", "running", "lost", "preempted", "failed", "diverged", "done"]);
