/**
 * What the files of a sweep hold: the words in which a trial's writer and the readers of a sweep (table, figures,
 * report, web lab) speak to each other. One schema gives each file its type and its check.
 *
 *     SWEEP/sweep.json                 {@link Sweep}
 *     SWEEP/trials/<id>/trial.json     {@link Trial}
 *     SWEEP/trials/<id>/metrics.jsonl  {@link EpochMetrics}, one line an epoch
 *     SWEEP/trials/<id>/attempts.jsonl {@link AttemptLine}, one line a start and an end
 *     SWEEP/trials/<id>/result.json    {@link TrialResult}, written last
 *
 * JSON has no word for non-finite numbers: they are written as the texts "NaN", "Infinity", "-Infinity", and read back.
 * @module
 */
import { z } from "zod";
import type { Recipe } from "../recipe/schema.js";

/** A measured number, which may be non-finite: see the module's header. */
const measured = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** Checked strictly when it was written; an old sweep stays readable after the recipe's schema has moved on. */
const recipe = z.custom<Recipe>((value) => typeof value === "object" && value !== null, "expected a recipe");

/** One hidden layer of one network. `selectivity[u]` and `selectedClass[u]` belong to unit u. */
export const layerMeasurementSchema = z.object({
  name: z.string(),
  units: z.int(),
  meanSelectivity: measured,
  selectivity: z.array(measured),
  selectedClass: z.array(z.int()),
  /** Units that are silent on every image. */
  deadUnits: z.int(),
});
/** One hidden layer of one network: see {@link layerMeasurementSchema}. */
export type LayerMeasurement = z.infer<typeof layerMeasurementSchema>;

/** One network on one split: what `selectivity measure --json` prints, and the `test` of a result. */
export const measurementSchema = z.object({
  schema: z.literal(1),
  /** Share of images classified correctly, 0..1. */
  accuracy: measured,
  /** Mean cross entropy, in nats. */
  loss: measured,
  /** Mean over layers of the mean over a layer's units, 0..1. */
  meanSelectivity: measured,
  /** The same with the labels permuted: what sampling alone gives. */
  nullSelectivity: measured,
  /** The same with the favourite class chosen on one half of the images and measured on the other. */
  splitHalfSelectivity: measured,
  /** In order of computation. */
  layers: z.array(layerMeasurementSchema),
  split: z.string(),
  images: z.int(),
  /** What counted where unit means were below 0. Of ONNX files always, of others where it was chosen; else refused. */
  negatives: z.enum(["refuse", "abs", "relu", "shift"]).optional(),
  /** Of ONNX files: nonlinearities that are not among the layers, and why. */
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })).optional(),
});
/** One network on one split: see {@link measurementSchema}. */
export type Measurement = z.infer<typeof measurementSchema>;

/** One line of metrics.jsonl, but for its layers. */
export const epochSummarySchema = z.object({
  epoch: z.int(),
  step: z.int(),
  /** Seconds since 1970. */
  time: z.number(),
  /** Counts the starts of the trial; a line of a later attempt replaces those of the same and later epochs. */
  attempt: z.int(),
  "train/loss": measured,
  "train/accuracy": measured,
  "val/loss": measured,
  "val/accuracy": measured,
  "selectivity/mean": measured,
  "time/imagesPerSecond": measured,
});

/** One line of metrics.jsonl. Beside the named keys: `selectivity/<layer>`, the mean over a layer's units. */
export const epochMetricsSchema = epochSummarySchema.catchall(measured);
/** One line of metrics.jsonl: see {@link epochMetricsSchema}. */
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

/** One line of attempts.jsonl, as far as readers need it; writers add host, device, threads, versions. */
export const attemptSchema = z.looseObject({
  event: z.enum(["start", "end"]),
  reason: z.string().optional(),
  cause: z.string().nullish(),
});
/** One line of attempts.jsonl: see {@link attemptSchema}. */
export type AttemptLine = z.infer<typeof attemptSchema>;

/** All that determines a trial's result. */
export const trialSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  recipe,
  alpha: z.number(),
  seed: z.int(),
});
/** All that determines a trial's result: see {@link trialSchema}. */
export type Trial = z.infer<typeof trialSchema>;

/** What a trial came to. */
export const trialResultSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  alpha: z.number(),
  seed: z.int(),
  /** "diverged": training met a non-finite loss; `test` is then null, and `cause` says where. */
  status: z.enum(["done", "diverged"]),
  cause: z.string().nullable(),
  /** That are complete: all of the recipe's, unless it diverged. */
  epochs: z.int(),
  /** The epoch of the best validation accuracy, whose weights `test` measures; 0: none came to its end. */
  bestEpoch: z.int(),
  parameters: z.int(),
  /** Of training, over all attempts. */
  seconds: z.number(),
  test: measurementSchema.nullable(),
});
/** What a trial came to: see {@link trialResultSchema}. */
export type TrialResult = z.infer<typeof trialResultSchema>;

/** When a sweep has seeds enough. */
export const stoppingRuleSchema = z.object({
  /** As people write it: `width(accuracy@alpha) < 0.5pp`. */
  rule: z.string(),
  /** The estimate that it is about: a key of the table by alpha. */
  outcome: z.enum([
    "accuracy",
    "accuracyDifference",
    "selectivity",
    "selectivityDifference",
    "nullSelectivity",
    "splitHalfSelectivity",
  ]),
  /** The alpha that it is about; null: every one. */
  alpha: z.number().nullable(),
  /** That the 95 % interval must fall below, in the outcome's own unit: 0..1. */
  width: z.number().positive(),
  /** Where to stop in any case. */
  maxSeeds: z.int().positive(),
});
/** When a sweep has seeds enough: see {@link stoppingRuleSchema}. */
export type StoppingRule = z.infer<typeof stoppingRuleSchema>;

/** What a sweep is: one recipe, at every alpha with every seed. */
export const sweepSchema = z.object({
  schema: z.literal(1),
  name: z.string(),
  recipe,
  alphas: z.array(z.number()),
  seeds: z.array(z.int()),
  /** By which seeds are added to the first ones; recorded before the first trial, and not changed after it. */
  until: stoppingRuleSchema.extend({ firstSeeds: z.array(z.int()) }).optional(),
  /** By name: selectivityLab, node, libtorch. */
  versions: z.record(z.string(), z.string()),
  data: z.object({ name: z.string(), sha256: z.record(z.string(), z.string()) }),
  trials: z.array(z.object({ id: z.string(), alpha: z.number(), seed: z.int() })),
});
/** What a sweep is: see {@link sweepSchema}. */
export type Sweep = z.infer<typeof sweepSchema>;

/** A sweep as read from its folder: what figures, report and table.csv are functions of. */
export interface SweepTable {
  /** As the caller named it, so that printed commands work where they are read. */
  readonly folder: string;
  readonly sweep: Sweep;
  /** One a trial of the sweep, by alpha, then seed. */
  readonly rows: readonly TrialRow[];
  /** Torn lines and unreadable trials, each with its path. */
  readonly warnings: readonly string[];
}

/**
 * Where a trial stands, as its files tell.
 *
 * - `queued`: nobody works on it; it was never begun, or stopped and saved
 * - `running`: a process holds its lease, and its heart beats
 * - `lost`: whoever worked on it is gone without a word; the next scheduler goes on with it
 * - `preempted`: a cluster took its place away; it goes on when it gets one again
 * - `failed`: the last attempt ended in an error, or the result is unreadable
 * - `diverged`: training met a non-finite loss; that is its result
 * - `done`: it has its result
 */
export type TrialState = "queued" | "running" | "lost" | "preempted" | "failed" | "diverged" | "done";

/** Who works on a trial, or did so last. */
export interface TrialHolder {
  readonly host: string;
  readonly pid: number;
  /** Seconds since its last heartbeat, by this machine's clock. */
  readonly silence: number;
}

/** One trial of a {@link SweepTable}. */
export interface TrialRow {
  readonly id: string;
  readonly alpha: number;
  readonly seed: number;
  readonly state: TrialState;
  readonly cause: string | null;
  readonly result: TrialResult | null;
  /** Null where nobody holds its lease. */
  readonly holder: TrialHolder | null;
  /** How often work on it was begun. */
  readonly attempts: number;
  /** How many it was trained for so far. */
  readonly epochs: number;
}

/** A sweep with all that its trials wrote down while they trained: see `readHistory`. Read only for those who show it. */
export interface SweepHistory extends SweepTable {
  readonly rows: readonly TrialHistory[];
}

/** One trial of a {@link SweepHistory}. */
export interface TrialHistory extends TrialRow {
  /** By epoch, each once. */
  readonly curve: readonly EpochMetrics[];
}
