/**
 * What `corrupt` prints with `--json`: the files it wrote, and with which severities.
 *
 * @module
 */
import { type CorruptedFiles, severityTables } from "@selectivity-lab/assess";
import { z } from "zod";
import { listSchema } from "./fields.js";

/** The files of corrupted images. */
export const corruptDocumentSchema = z.strictObject({
  schema: z.literal(1),
  files: listSchema(z.string()),
  /** The table of severities that was used. */
  table: z.enum(severityTables),
});

/** The files of corrupted images: see {@link corruptDocumentSchema}. */
export type CorruptDocument = z.infer<typeof corruptDocumentSchema>;

/** Makes the document of the files that were written. */
export function createCorruptDocument({ files, table }: CorruptedFiles): CorruptDocument {
  return { schema: 1, files, table };
}
