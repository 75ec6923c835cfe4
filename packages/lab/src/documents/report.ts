/**
 * What `report` prints with `--json`: where the page is, and the sweep by alpha.
 *
 * @module
 */
import type { ReportSummary } from "@selectivity-lab/report";
import { z } from "zod";
import {
  countSchema,
  coverageSchema,
  estimateSchema,
  listSchema,
  measuredSchema,
  statementSchema,
  stateSchema,
} from "./fields.js";

const alphaSchema = z.strictObject({
  alpha: z.number(),
  /** Networks that were measured, out of those planned. */
  n: countSchema,
  planned: countSchema,
  accuracy: estimateSchema,
  selectivity: estimateSchema,
  nullSelectivity: estimateSchema,
  splitHalfSelectivity: estimateSchema,
  liveSelectivity: estimateSchema,
  /** Share of hidden units that are dead. */
  deadUnitsFraction: estimateSchema,
  /** Network minus the control of the same seed. */
  accuracyDifference: estimateSchema,
  selectivityDifference: estimateSchema,
});

const equivalenceSchema = z.strictObject({
  /** Largest difference that does not matter, as a share. */
  margin: z.number(),
  /** Ends of the 90% interval. */
  low: measuredSchema,
  high: measuredSchema,
  p: measuredSchema,
  pAdjusted: measuredSchema,
  equivalent: z.boolean(),
});

/** Every alpha against the control, by test accuracy. */
const comparisonsSchema = z.strictObject({
  margin: z.number().nullable(),
  /** Fewest pairs with which an adjusted p can come below 0.05. */
  fewestPairs: countSchema,
  rows: listSchema(
    z.strictObject({
      alpha: z.number(),
      pairs: countSchema,
      p: measuredSchema,
      pAdjusted: measuredSchema,
      /** Null without a margin, and with fewer than five pairs. */
      equivalence: equivalenceSchema.nullable(),
    }),
  ),
});

/** A report that was written. */
export const reportDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Path of the page. */
  report: z.string(),
  figures: listSchema(z.string()),
  rows: listSchema(alphaSchema),
  comparisons: comparisonsSchema,
  /** Networks without a result, and why. */
  missing: listSchema(
    z.strictObject({
      id: z.string(),
      alpha: z.number(),
      seed: z.int(),
      state: stateSchema,
      cause: z.string().nullable(),
    }),
  ),
  /** What the recipe states about its control, and what was measured; null where it states nothing. */
  expected: z
    .strictObject({
      low: z.number(),
      high: z.number(),
      measured: measuredSchema.nullable(),
      n: countSchema,
      inside: z.boolean().nullable(),
    })
    .nullable(),
  statements: listSchema(statementSchema),
  /** Null where robustness was never evaluated. */
  coverage: coverageSchema.nullable(),
  warnings: listSchema(z.string()),
});

/** A report that was written: see {@link reportDocumentSchema}. */
export type ReportDocument = z.infer<typeof reportDocumentSchema>;

/** Makes the document of a report. */
export function createReportDocument(summary: ReportSummary): ReportDocument {
  return { schema: 1, ...summary };
}
