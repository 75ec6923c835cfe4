/**
 * What `robustness` prints with `--json`: every network, the sweep by alpha, and the headline statements.
 *
 * @module
 */
import {
  attackResultSchema,
  attackSettingsSchema,
  computeRelativeErrors,
  corruptionResultSchema,
  corruptionSettingsSchema,
  type RobustnessTable,
  type SeverityTable,
  severityTables,
  tableFor,
} from "@selectivity-lab/assess";
import { measureCoverage, summarizeRobustness, testStatements } from "@selectivity-lab/report";
import { z } from "zod";
import { countSchema, coverageSchema, estimateSchema, listSchema, measuredSchema, statementSchema } from "./fields.js";

const relativeErrorsSchema = z.strictObject({
  byCorruption: z.record(z.string(), measuredSchema.nullable()).readonly(),
  meanCorruptionError: measuredSchema.nullable(),
  relativeMeanCorruptionError: measuredSchema.nullable(),
});

const networkSchema = z.strictObject({
  id: z.string().nullable(),
  alpha: z.number().nullable(),
  seed: z.int().nullable(),
  /** Of the whole test split, after training. */
  accuracy: measuredSchema.nullable(),
  meanSelectivity: measuredSchema.nullable(),
  liveSelectivity: measuredSchema.nullable(),
  /** Share of hidden units that are dead, 0..1. */
  deadUnitsFraction: measuredSchema.nullable(),
  corruptions: corruptionResultSchema.nullable(),
  /** Errors relative to those of the control of the same seed; null for a control, or without one. */
  relativeToControl: relativeErrorsSchema.nullable(),
  attacks: attackResultSchema.nullable(),
});

const alphaSchema = z.strictObject({
  alpha: z.number(),
  n: countSchema,
  corruptedAccuracy: estimateSchema,
  corruptedRatio: estimateSchema,
  attackedArea: estimateSchema,
  corruptedDifference: estimateSchema,
  attackedDifference: estimateSchema,
  liveSelectivity: estimateSchema,
  deadUnitsFraction: estimateSchema,
});

/** An evaluation as one document. */
export const robustnessDocumentSchema = z.strictObject({
  schema: z.literal(1),
  settings: z.strictObject({
    corruptions: corruptionSettingsSchema.nullable(),
    attacks: attackSettingsSchema.nullable(),
    /** The table of severities of corruptions that were made here; null for published images, and without corruptions. */
    severityTable: z.enum(severityTables).nullable(),
  }),
  networks: listSchema(networkSchema),
  /** One entry per alpha; empty for a single network. */
  byAlpha: listSchema(alphaSchema),
  /** Empty for a single network. */
  statements: listSchema(statementSchema),
  ...coverageSchema.shape,
  /** What to know before the numbers are believed, such as images that have changed since training. */
  notes: listSchema(z.string()),
});

/** An evaluation as one document: see {@link robustnessDocumentSchema}. */
export type RobustnessDocument = z.infer<typeof robustnessDocumentSchema>;

/** Makes the document of an evaluation. */
export function createRobustnessDocument(table: RobustnessTable): RobustnessDocument {
  const { run, rows } = table;
  return {
    schema: 1,
    settings: { corruptions: run.corruptions, attacks: run.attacks, severityTable: findTable(run.corruptions) },
    networks: rows.map(({ label: _, selectivity, corruptions, attacks, ...row }) => {
      const { id, seed } = row;
      const control = rows.find((other) => other.alpha === 0 && other.seed === seed && other.id !== id)?.corruptions;
      const relativeToControl = corruptions && control ? computeRelativeErrors(corruptions, control) : null;
      return { ...row, meanSelectivity: selectivity, corruptions, relativeToControl, attacks };
    }),
    byAlpha: summarizeRobustness(rows),
    statements: testStatements(table),
    ...measureCoverage(table),
    notes: run.notes ?? [],
  };
}

function findTable(settings: RobustnessTable["run"]["corruptions"]): SeverityTable | null {
  return settings && settings.generator !== "published" ? tableFor(settings.imageSize) : null;
}
