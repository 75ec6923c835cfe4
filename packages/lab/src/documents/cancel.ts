/**
 * What `cancel` prints with `--json`: the tasks it ended.
 *
 * @module
 */
import type { Cancelled } from "@selectivity-lab/run";
import { z } from "zod";
import { countSchema, listSchema } from "./fields.js";

/** The tasks that were ended. */
export const cancelDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Numbers of the cluster's jobs. */
  jobs: listSchema(z.string()),
  running: countSchema,
  waiting: countSchema,
});

/** The tasks that were ended: see {@link cancelDocumentSchema}. */
export type CancelDocument = z.infer<typeof cancelDocumentSchema>;

/** Makes the document of the tasks that were ended. */
export function createCancelDocument({ jobs, running, waiting }: Cancelled): CancelDocument {
  return { schema: 1, jobs, running, waiting };
}
