/**
 * What `data verify` prints with `--json`: whether the files of a data set are what they should be.
 *
 * @module
 */
import type { DatasetVerification } from "@selectivity-lab/vision";
import { z } from "zod";
import { countSchema, listSchema } from "./fields.js";

const splitSchema = z.strictObject({
  images: countSchema,
  files: listSchema(
    z.strictObject({
      name: z.string(),
      sha256: z.string(),
      /** Whether this is the official file; null where the authors publish no checksum. */
      official: z.boolean().nullable(),
    }),
  ),
  /** Whether the decoded copy in the cache agreed with the files. */
  cacheIntact: z.boolean(),
  skipped: listSchema(z.string()),
});

/** What reading a data set again has found. */
export const verificationDocumentSchema = z.strictObject({
  schema: z.literal(1),
  name: z.string(),
  folder: z.string().nullable(),
  intact: z.boolean(),
  splits: z.strictObject({ train: splitSchema, test: splitSchema }),
});

/** What reading a data set again has found: see {@link verificationDocumentSchema}. */
export type VerificationDocument = z.infer<typeof verificationDocumentSchema>;

/** Makes the document of a verification. */
export function createVerificationDocument(found: DatasetVerification): VerificationDocument {
  return { schema: 1, ...found };
}
