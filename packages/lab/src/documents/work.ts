/**
 * What `work` prints with `--json`: what a task of a cluster's job leaves behind.
 *
 * @module
 */
import type { WorkOutcome } from "@selectivity-lab/run";
import { z } from "zod";
import { countSchema } from "./fields.js";

/** The end of a task. */
export const workDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Networks of the sweep that are not finished. */
  left: countSchema,
  /** Networks that failed in this task. */
  failed: countSchema,
});

/** The end of a task: see {@link workDocumentSchema}. */
export type WorkDocument = z.infer<typeof workDocumentSchema>;

/** Makes the document of a task. */
export function createWorkDocument({ left, failed }: WorkOutcome): WorkDocument {
  return { schema: 1, left, failed };
}
