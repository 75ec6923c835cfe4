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

/** A mean over networks, null without any; with a 95% interval if there are at least five, or if their spread is pooled. */
export const estimateSchema = z
  .strictObject({
    n: countSchema,
    mean: measuredSchema,
    sd: measuredSchema.nullable(),
    /** One per network, by seed. */
    values: listSchema(measuredSchema),
    low: measuredSchema.nullable(),
    high: measuredSchema.nullable(),
    /** Whether the spread is that of these values, or that of all alphas together; null without an interval. */
    interval: z.enum(["own", "pooled"]).nullable(),
  })
  .nullable();

/** A slope with its 95% interval; bounds are null without degrees of freedom. */
const slopeSchema = z.strictObject({
  slope: measuredSchema,
  low: measuredSchema.nullable(),
  high: measuredSchema.nullable(),
});

/** One of the two headline statements about robustness. */
export const statementSchema = z.strictObject({
  name: z.enum(["corruptions", "attacks"]),
  claim: z.string(),
  /** What counts as one observation: an alpha, as the mean over its networks. */
  unit: z.literal("alpha"),
  alphas: countSchema,
  alphaRange: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  n: countSchema,
  seeds: countSchema,
  /** Networks left out: those that classify hardly better than chance, and those most of whose units are dead. */
  nearChance: countSchema,
  mostlyDead: countSchema,
  slope: measuredSchema.nullable(),
  low: measuredSchema.nullable(),
  high: measuredSchema.nullable(),
  degreesOfFreedom: countSchema.nullable(),
  /** The same slope per unit of the selectivity of live units. */
  liveSlope: slopeSchema.nullable(),
  left: slopeSchema.nullable(),
  right: slopeSchema.nullable(),
  /** The right slope minus the left one. */
  bend: slopeSchema.extend({ p: measuredSchema.nullable() }).nullable(),
  correlation: measuredSchema.nullable(),
  p: measuredSchema.nullable(),
  pAdjusted: measuredSchema.nullable(),
  /** Number of claims that were tested, for which p is adjusted. */
  family: countSchema,
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
