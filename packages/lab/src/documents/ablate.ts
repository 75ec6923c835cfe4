/**
 * What `ablate` prints with `--json`: what units of every network are worth, and the sweep by alpha.
 *
 * @module
 */
import { type AblationTable, createResultSchema, cumulativeAblation, unitAblation } from "@selectivity-lab/assess";
import { listAreas, summarizeAblation, summarizeUnits } from "@selectivity-lab/report";
import { z } from "zod";
import { countSchema, estimateSchema, listSchema, measuredSchema } from "./fields.js";

const trialSchema = {
  id: z.string().nullable(),
  alpha: z.number().nullable(),
  seed: z.int().nullable(),
  label: z.string(),
};

const damage = {
  accuracyDamage: measuredSchema,
  largestAccuracyDamage: measuredSchema,
  marginDamage: measuredSchema,
  correlation: measuredSchema,
  accuracyCorrelation: measuredSchema,
  selectedMarginDamage: measuredSchema,
  otherMarginDamage: measuredSchema,
};

const unitsNetworkSchema = z.strictObject({
  ...trialSchema,
  /** Null where it is not done. */
  found: createResultSchema(unitAblation).shape.found.nullable(),
  /** Means over layers, and every layer. */
  summary: z
    .strictObject({
      ...damage,
      layers: listSchema(z.strictObject({ name: z.string(), units: countSchema, ...damage })),
    })
    .nullable(),
});

const cumulativeNetworkSchema = z.strictObject({
  ...trialSchema,
  found: createResultSchema(cumulativeAblation).shape.found.nullable(),
  /** Areas under the curves, scope by scope. */
  summary: listSchema(
    z.strictObject({
      name: z.string(),
      selective: measuredSchema,
      unselective: measuredSchema,
      random: measuredSchema,
    }),
  ).nullable(),
});

const common = {
  schema: z.literal(1),
  /** One entry per alpha of a sweep; estimates over its networks, by name of the quantity. */
  byAlpha: listSchema(
    z.strictObject({ alpha: z.number(), n: countSchema, estimates: z.record(z.string(), estimateSchema) }),
  ),
  /** What to know before the numbers are believed. */
  notes: listSchema(z.string()),
};

/** An ablation as one document. */
export const ablateDocumentSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("units"),
    settings: unitAblation.settingsSchema,
    networks: listSchema(unitsNetworkSchema),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("cumulative"),
    settings: cumulativeAblation.settingsSchema,
    networks: listSchema(cumulativeNetworkSchema),
  }),
]);

/** An ablation as one document: see {@link ablateDocumentSchema}. */
export type AblateDocument = z.infer<typeof ablateDocumentSchema>;

/** Makes the document of an ablation. */
export function createAblateDocument(table: AblationTable): AblateDocument {
  const byAlpha = summarizeAblation(table);
  const { notes } = table;
  if (table.kind === "cumulative") {
    const networks = table.networks.map((network) => ({
      ...describeTrial(network),
      found: network.result?.found ?? null,
      summary: network.result && listAreas(network.result.found),
    }));
    return { schema: 1, kind: "cumulative", settings: table.settings, networks, byAlpha, notes };
  }
  const measure = table.settings.measures.at(-1) ?? "index";
  const networks = table.networks.map((network) => ({
    ...describeTrial(network),
    found: network.result?.found ?? null,
    summary: network.result && summarizeUnits(network.result.found, measure),
  }));
  return { schema: 1, kind: "units", settings: table.settings, networks, byAlpha, notes };
}

function describeTrial({ trial, label }: AblationTable["networks"][number]) {
  return { id: trial?.id ?? null, alpha: trial?.alpha ?? null, seed: trial?.seed ?? null, label };
}
