/**
 * What `status` of several sweeps prints with `--json`: one entry per sweep.
 *
 * @module
 */
import type { SweepTable } from "@selectivity-lab/run";
import { z } from "zod";
import { countStates, stateCountsSchema } from "./count-states.js";
import { countSchema, listSchema } from "./fields.js";

/** Several sweeps as one document. */
export const overviewDocumentSchema = z.strictObject({
  schema: z.literal(1),
  sweeps: listSchema(
    z.strictObject({
      /** Path of the folder. */
      sweep: z.string(),
      recipe: z.string(),
      networks: countSchema,
      ...stateCountsSchema.shape,
    }),
  ),
});

/** Several sweeps as one document: see {@link overviewDocumentSchema}. */
export type OverviewDocument = z.infer<typeof overviewDocumentSchema>;

/** Makes the document of several sweeps. */
export function createOverviewDocument(tables: readonly SweepTable[]): OverviewDocument {
  const sweeps = tables.map(({ folder, sweep, rows }) => {
    return { sweep: folder, recipe: sweep.name, networks: rows.length, ...countStates(rows) };
  });
  return { schema: 1, sweeps };
}
