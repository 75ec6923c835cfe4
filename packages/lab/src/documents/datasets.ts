/**
 * What `data list` prints with `--json`: every data set that has a name, and its folder where it is found.
 *
 * @module
 */
import type { DatasetPlace } from "@selectivity-lab/vision";
import { z } from "zod";
import { listSchema } from "./fields.js";

/** The data sets. */
export const datasetsDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** `folder` is null where a data set is in none of the data folders. */
  datasets: listSchema(z.strictObject({ name: z.string(), folder: z.string().nullable() })),
});

/** The data sets: see {@link datasetsDocumentSchema}. */
export type DatasetsDocument = z.infer<typeof datasetsDocumentSchema>;

/** Makes the document of the data sets. */
export function createDatasetsDocument(datasets: readonly DatasetPlace[]): DatasetsDocument {
  return { schema: 1, datasets };
}
