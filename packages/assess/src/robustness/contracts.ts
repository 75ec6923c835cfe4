/**
 * What the files of a robustness evaluation hold: for each network what was asked, in settings that decide its result, and
 * what came out. Per image bits lie beside each document, so that paired tests stay possible.
 *
 *     TRIAL/robustness/corruptions-<key>.json          {@link CorruptionAssessment}
 *     TRIAL/robustness/corruptions-<key>.safetensors   correct/clean uint8 [N], correct/<corruption> uint8 [S, N]
 *     TRIAL/robustness/attacks-<key>.json              {@link AttackAssessment}
 *     TRIAL/robustness/attacks-<key>.safetensors       broken/worst-case, broken/<attack> uint8 [E, N]
 *     SWEEP/robustness/run.json                        {@link RobustnessRun}, the settings last asked for
 *     SWEEP/robustness/examples/<corruption>.png       images as they are, and at each severity
 *
 * The key is a hash of the settings: other settings, other files. N images, S severities, E budgets.
 * @module
 */
import { z } from "zod";

const share = z.number().min(0).max(1);

/** On which images, whoever they are changed by. */
const imagesSchema = z.object({
  dataset: z.string(),
  split: z.literal("test"),
  /** The first so many of the split. */
  images: z.int().positive(),
  /** Pixels a side. */
  imageSize: z.int().positive(),
  /** There where damaged files of the data set are left out. */
  damagedImages: z.literal("skip").optional(),
  /** SHA-256 of the data set's files. */
  data: z.record(z.string(), z.string()),
  /** Of all random numbers. */
  seed: z.int(),
});

/** All that decides how a network meets corrupted images. */
export const corruptionSettingsSchema = imagesSchema.extend({
  corruptions: z.array(z.string()).min(1),
  severities: z.array(z.int().min(1).max(5)).min(1),
  /** Version of the generator; "published" where the published files are read. */
  generator: z.string(),
  /**
   * SHA-256 of what the user brings, by corruption: frost photographs, or published files. Absent where the images need neither,
   * and in results of versions that did not record it: their key differs, so they are not taken for results with material.
   */
  material: z.record(z.string(), z.string()).optional(),
});
/** All that decides how a network meets corrupted images: see {@link corruptionSettingsSchema}. */
export type CorruptionSettings = z.infer<typeof corruptionSettingsSchema>;

/** One attack of several. */
export const attackChoiceSchema = z.object({
  /** As it was asked for, "pgd-100x5": unique among those asked for, and its name in figures. */
  name: z.string(),
  attack: z.string(),
  /** Null: the attack's own default. */
  steps: z.int().positive().nullable(),
  restarts: z.int().positive(),
  /** Made on the control of the sweep and tried on the network. */
  transfer: z.boolean(),
});
/** One attack of several: see {@link attackChoiceSchema}. */
export type AttackChoiceSettings = z.infer<typeof attackChoiceSchema>;

/** All that decides how a network meets attacks. */
export const attackSettingsSchema = imagesSchema.extend({
  norm: z.enum(["linf", "l2"]),
  /** Ascending, in pixels scaled to 0..1. */
  epsilons: z.array(z.number().positive()).min(1),
  attacks: z.array(attackChoiceSchema).min(1),
  /** Images on which the attacks themselves are checked; 0: none. */
  checkImages: z.int().min(0),
});
/** All that decides how a network meets attacks: see {@link attackSettingsSchema}. */
export type AttackSettings = z.infer<typeof attackSettingsSchema>;

const provenance = {
  schema: z.literal(1),
  key: z.string(),
  /** SHA-256 of the file of weights. */
  weights: z.string(),
  /** What each name of `metrics` means, in words. */
  definitions: z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.string()),
  seconds: z.number(),
};

/** One corruption at one severity. */
const cellSchema = z.object({
  corruption: z.string(),
  severity: z.int(),
  accuracy: share,
  /** Mean cross entropy, in nats. */
  loss: z.number(),
});
/** One corruption at one severity: accuracy and loss. */
export type CorruptionCell = z.infer<typeof cellSchema>;

/** What became of a network's accuracy on corrupted images. */
export const corruptionResultSchema = z.object({
  ...provenance,
  settings: corruptionSettingsSchema,
  clean: z.object({ accuracy: share, loss: z.number() }),
  cells: z.array(cellSchema),
  metrics: z.object({
    meanCorruptedAccuracy: share.nullable(),
    meanCorruptedAccuracyOfAll: share,
    /** Of what is the mean: clean minus corrupted. */
    drop: z.number().nullable(),
    ratio: z.number().nullable(),
    byFamily: z.record(z.string(), share),
  }),
});
/** What became of a network's accuracy on corrupted images: see {@link corruptionResultSchema}. */
export type CorruptionAssessment = z.infer<typeof corruptionResultSchema>;

/** Whether an attack's result can be believed. */
const checkSchema = z.object({
  name: z.string(),
  verdict: z.enum(["pass", "warn"]),
  finding: z.string(),
  numbers: z.record(z.string(), z.number()),
});

/** What became of a network's accuracy under attack. */
export const attackResultSchema = z.object({
  ...provenance,
  settings: attackSettingsSchema,
  /** The network on which transfer attacks were made; null where there was none, and transfer was left out. */
  source: z.string().nullable(),
  clean: z.object({ accuracy: share }),
  /** By budget, ascending. */
  curve: z.array(
    z.object({
      epsilon: z.number(),
      /** Share of images that no attack breaks. */
      accuracy: share,
      /** The same for each attack by itself. */
      byAttack: z.record(z.string(), share),
    }),
  ),
  metrics: z.object({ areaUnderCurve: share, ratio: z.number().nullable() }),
  /** Null where they were not asked for. */
  checks: z.object({ epsilon: z.number(), images: z.int(), checks: z.array(checkSchema) }).nullable(),
});
/** What became of a network's accuracy under attack: see {@link attackResultSchema}. */
export type AttackAssessment = z.infer<typeof attackResultSchema>;

/** What was last asked of a sweep, or of one network; null for what never was. */
export const robustnessRunSchema = z.object({
  schema: z.literal(1),
  /** Of the data set: what chance is. */
  classes: z.int(),
  corruptions: corruptionSettingsSchema.nullable(),
  attacks: attackSettingsSchema.nullable(),
});
/** What was last asked of a sweep, or of one network: see {@link robustnessRunSchema}. */
export type RobustnessRun = z.infer<typeof robustnessRunSchema>;
