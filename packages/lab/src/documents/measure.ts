/**
 * What `measure` prints with `--json`: accuracy and selectivity of one network on one split.
 *
 * @module
 */
import { type Measurement, measurementSchema } from "@selectivity-lab/run";
import { z } from "zod";

/** One network on one split, as a document. */
export const measureDocumentSchema = measurementSchema.extend({ schema: z.literal(1) });

/** One network on one split, as a document: see {@link measureDocumentSchema}. */
export type MeasureDocument = z.infer<typeof measureDocumentSchema>;

/** Makes the document of a measurement. */
export function createMeasureDocument(measurement: Measurement): MeasureDocument {
  return { ...measurement, schema: 1 };
}
