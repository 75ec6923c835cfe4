/**
 * What `train` prints with `--json`: the result of one network, which is also its result.json.
 *
 * @module
 */
import { type TrialResult, trialResultSchema } from "@selectivity-lab/run";
import { z } from "zod";

/** The result of one network, as a document. */
export const trainDocumentSchema = trialResultSchema.extend({ schema: z.literal(1) });

/** The result of one network, as a document: see {@link trainDocumentSchema}. */
export type TrainDocument = z.infer<typeof trainDocumentSchema>;

/** Makes the document of a result. */
export function createTrainDocument(result: TrialResult): TrainDocument {
  return { ...result, schema: 1 };
}
