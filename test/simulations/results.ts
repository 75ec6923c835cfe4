/** The recorded results of the simulations. */
import { z } from "zod";

const share = z.number().min(0).max(1);

const statementSchema = z.object({
  ...{ law: z.string(), seeds: z.int(), supported: share, contradicted: share },
  ...{ slopeCovered: share.nullable(), leftCovered: share, bent: share, networksCovered: share.nullable() },
});

const intervalSchema = z.object({ law: z.string(), n: z.int(), covered: share });

const comparisonSchema = z.object({
  ...{ law: z.string(), pairs: z.int() },
  ...{ anyDiffers: share, anyEquivalent: share, firstDiffers: share, firstEquivalent: share },
});

/** Rows of a table, each from this many simulated sweeps or samples. */
const tableSchema = <Row extends z.ZodType>(row: Row) => z.object({ cases: z.int(), rows: z.array(row) });

/** reference/simulations.json. */
export const resultsSchema = z.object({
  statements: tableSchema(statementSchema),
  intervals: tableSchema(intervalSchema),
  comparisons: tableSchema(comparisonSchema),
});
/** The recorded results of the simulations. */
export type Results = z.infer<typeof resultsSchema>;
