/**
 * What `sweep`, `retry`, and `status` of one sweep print with `--json`: what became of every network.
 *
 * @module
 */
import {
  computeDeadUnitsFraction,
  computeLiveSelectivity,
  judgeStopping,
  type StoppingState,
  type SweepTable,
  type TrialRow,
} from "@selectivity-lab/run";
import { z } from "zod";
import { countStates, stateCountsSchema } from "./count-states.js";
import { countSchema, listSchema, measuredSchema, stateSchema } from "./fields.js";

const stoppingSchema = z.strictObject({
  /** The rule as people write it, such as `width(accuracy@alpha) < 0.5pp`. */
  rule: z.string(),
  maxSeeds: countSchema,
  satisfied: z.boolean(),
  /** Whether no more seeds are allowed. */
  spent: z.boolean(),
  /** The widest interval; null until each alpha has two networks. */
  widest: z.strictObject({ alpha: z.number(), width: measuredSchema, n: countSchema }).nullable(),
  withoutNetworks: listSchema(z.number()),
});

/** One network. */
export const trialSchema = z.strictObject({
  id: z.string(),
  alpha: z.number(),
  seed: z.int(),
  state: stateSchema,
  cause: z.string().nullable(),
  epochs: countSchema,
  attempts: countSchema,
  /** The process that holds the trial's lease, or held it last. */
  holder: z.strictObject({ host: z.string(), pid: z.int(), silence: measuredSchema }).nullable(),
  accuracy: measuredSchema.nullable(),
  meanSelectivity: measuredSchema.nullable(),
  liveSelectivity: measuredSchema.nullable(),
  /** Share of hidden units that are dead, 0..1. */
  deadUnitsFraction: measuredSchema.nullable(),
});

/** A sweep as one document. */
export const sweepDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Path of the folder, as the caller named it. */
  sweep: z.string(),
  recipe: z.string(),
  ...stateCountsSchema.shape,
  /** Images that each network is trained on, validated with and tested on; null for sweeps of older versions. */
  images: z.strictObject({ train: countSchema, validation: countSchema, test: countSchema }).nullable(),
  /** How the sweep stands with its stopping rule; null without a rule. */
  until: stoppingSchema.nullable(),
  trials: listSchema(trialSchema),
  warnings: listSchema(z.string()),
});

/** A sweep as one document: see {@link sweepDocumentSchema}. */
export type SweepDocument = z.infer<typeof sweepDocumentSchema>;

/** Makes the document of a sweep. */
export function createSweepDocument(table: SweepTable): SweepDocument {
  const { folder, sweep, rows, warnings } = table;
  const until = describeStopping(judgeStopping(table));
  const trials = rows.map(describeTrial);
  return {
    schema: 1,
    sweep: folder,
    recipe: sweep.name,
    ...countStates(rows),
    images: sweep.images ?? null,
    until,
    trials,
    warnings,
  };
}

function describeStopping(state: StoppingState | null): SweepDocument["until"] {
  return state && { ...state, rule: state.rule.rule, maxSeeds: state.rule.maxSeeds };
}

/** Describes one network as {@link trialSchema}. */
export function describeTrial({
  id,
  alpha,
  seed,
  state,
  cause,
  result,
  epochs,
  attempts,
  holder,
}: TrialRow): z.infer<typeof trialSchema> {
  const test = result?.test;
  return {
    ...{ id, alpha, seed, state, cause, epochs, attempts, holder },
    ...{ accuracy: test?.accuracy ?? null, meanSelectivity: test?.meanSelectivity ?? null },
    liveSelectivity: test ? computeLiveSelectivity(test) : null,
    deadUnitsFraction: test ? computeDeadUnitsFraction(test) : null,
  };
}
