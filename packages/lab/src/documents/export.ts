/**
 * What `export` prints with `--json`: the file of a network, or the files of a sweep.
 *
 * @module
 */
import { type ExportSummary, exportFormats } from "@selectivity-lab/assess";
import type { SweepExportSummary } from "@selectivity-lab/report";
import { z } from "zod";
import { countSchema, listSchema, measuredSchema } from "./fields.js";

/** A network that was written as a file. */
export const exportDocumentSchema = z.strictObject({
  schema: z.literal(1),
  file: z.string(),
  format: z.enum(exportFormats),
  /** The name of the model. */
  model: z.string(),
  bytes: countSchema,
  /** Whether hidden units can be masked. */
  units: z.boolean(),
  /** How close an ONNX file comes to the network; null for a copy of the weights. */
  verification: z
    .strictObject({ images: listSchema(countSchema), largestDifference: measuredSchema, tolerance: measuredSchema })
    .nullable(),
  plugins: listSchema(z.string()),
});

/** A network that was written as a file: see {@link exportDocumentSchema}. */
export type ExportDocument = z.infer<typeof exportDocumentSchema>;

/** Makes the document of a network's file. */
export function createExportDocument(summary: ExportSummary): ExportDocument {
  return { schema: 1, ...summary };
}

/** A sweep that was written as tables or event files. */
export const sweepExportDocumentSchema = z.strictObject({
  schema: z.literal(1),
  files: listSchema(z.string()),
  /** Rows of the table, or runs of the event files. */
  rows: countSchema,
});

/** A sweep that was written as tables or event files: see {@link sweepExportDocumentSchema}. */
export type SweepExportDocument = z.infer<typeof sweepExportDocumentSchema>;

/** Makes the document of a sweep's files. */
export function createSweepExportDocument(summary: SweepExportSummary): SweepExportDocument {
  return { schema: 1, ...summary };
}
