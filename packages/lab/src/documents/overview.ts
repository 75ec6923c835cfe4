/**
 * What `status` of several sweeps prints with `--json`: one entry per sweep, and one per network that belongs to none.
 *
 * @module
 */
import type { LoneTrial, SweepTable } from "@selectivity-lab/run";
import { z } from "zod";
import { countStates, stateCountsSchema } from "./count-states.js";
import { countSchema, listSchema } from "./fields.js";
import { describeTrial, trialSchema } from "./sweep.js";

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
  /** Networks that belong to no sweep. */
  trials: listSchema(z.strictObject({ trial: z.string(), ...trialSchema.shape })),
  /** Folders that cannot be read, and why. */
  warnings: listSchema(z.string()),
});

/** Several sweeps as one document: see {@link overviewDocumentSchema}. */
export type OverviewDocument = z.infer<typeof overviewDocumentSchema>;

/** Makes the document of several sweeps, and of networks that belong to none. */
export function createOverviewDocument(
  tables: readonly SweepTable[],
  lone: readonly LoneTrial[] = [],
  warnings: readonly string[] = [],
): OverviewDocument {
  const sweeps = tables.map(({ folder, sweep, rows }) => {
    return { sweep: folder, recipe: sweep.name, networks: rows.length, ...countStates(rows) };
  });
  const trials = lone.map(({ folder, row }) => ({ trial: folder, ...describeTrial(row) }));
  return { schema: 1, sweeps, trials, warnings };
}
