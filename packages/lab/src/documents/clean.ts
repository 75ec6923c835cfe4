/**
 * What `clean` prints with `--json`: the files it removed, or would remove.
 *
 * @module
 */
import type { Leftover } from "@selectivity-lab/run";
import { z } from "zod";
import { countSchema, listSchema } from "./fields.js";

/** The files that dead processes left. */
export const cleanDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Whether nothing was removed. */
  dryRun: z.boolean(),
  leftovers: listSchema(z.strictObject({ path: z.string(), bytes: countSchema, why: z.string() })),
  /** What could not be looked at or removed. */
  problems: listSchema(z.string()),
});

/** The files that dead processes left: see {@link cleanDocumentSchema}. */
export type CleanDocument = z.infer<typeof cleanDocumentSchema>;

/** Makes the document of what was removed. */
export function createCleanDocument(found: {
  readonly dryRun: boolean;
  readonly leftovers: readonly Leftover[];
  readonly problems: readonly string[];
}): CleanDocument {
  return { schema: 1, ...found };
}
