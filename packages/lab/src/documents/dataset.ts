/**
 * What `data info` and `data fetch` print with `--json`: what is in one data set.
 *
 * @module
 */
import type { DatasetFacts } from "@selectivity-lab/vision";
import { z } from "zod";
import { countSchema, listSchema, measuredSchema } from "./fields.js";

const splitSchema = z.strictObject({
  images: countSchema,
  /** Images of the smallest class and of the largest. */
  perClass: z.tuple([countSchema, countSchema]).readonly(),
  /** SHA-256 by file. */
  sha256: z.record(z.string(), z.string()).readonly(),
  /** Damaged image files that were left out. */
  skipped: listSchema(z.string()),
});

/** What is in a data set. */
export const datasetDocumentSchema = z.strictObject({
  schema: z.literal(1),
  name: z.string(),
  folder: z.string().nullable(),
  classes: listSchema(z.string()),
  /** Channels, height, width. */
  imageShape: listSchema(countSchema),
  /** Mean of each channel over the training images, with pixels scaled to 0..1. */
  mean: listSchema(measuredSchema),
  std: listSchema(measuredSchema),
  splits: z.strictObject({ train: splitSchema, test: splitSchema }),
});

/** What is in a data set: see {@link datasetDocumentSchema}. */
export type DatasetDocument = z.infer<typeof datasetDocumentSchema>;

/** Makes the document of a data set. */
export function createDatasetDocument(facts: DatasetFacts): DatasetDocument {
  return { schema: 1, ...facts };
}
