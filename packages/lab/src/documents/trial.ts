/**
 * What `status` of a network that was trained alone prints with `--json`.
 *
 * @module
 */
import type { LoneTrial } from "@selectivity-lab/run";
import { z } from "zod";
import { listSchema } from "./fields.js";
import { describeTrial, trialSchema } from "./sweep.js";

/** A network that belongs to no sweep, as one document. */
export const trialDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Path of the folder, as the caller named it. */
  trial: z.string(),
  ...trialSchema.shape,
  warnings: listSchema(z.string()),
});

/** A network that belongs to no sweep, as one document: see {@link trialDocumentSchema}. */
export type TrialDocument = z.infer<typeof trialDocumentSchema>;

/** Makes the document of a network that was trained alone. */
export function createTrialDocument({ folder, row, warnings }: LoneTrial): TrialDocument {
  return { schema: 1, trial: folder, ...describeTrial(row), warnings };
}
