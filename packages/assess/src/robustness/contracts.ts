/**
 * The files of a robustness evaluation: for each network the settings that determine its result, and the result. One bit per image
 * is stored next to each document, so that paired tests remain possible.
 *
 *     TRIAL/robustness/corruptions-<key>.json          {@link CorruptionAssessment}
 *     TRIAL/robustness/corruptions-<key>.safetensors   correct/clean uint8 [N], correct/<corruption> uint8 [S, N]
 *     TRIAL/robustness/attacks-<key>.json              {@link AttackAssessment}
 *     TRIAL/robustness/attacks-<key>.safetensors       broken/worst-case, broken/<attack> uint8 [E, N]
 *     SWEEP/robustness/run.json                        {@link RobustnessRun}, the settings of the last evaluation
 *     SWEEP/robustness/examples/<corruption>.png       original images, and at each severity
 *
 * The key is a hash of the settings: different settings, different files. N images, S severities, E budgets.
 * @module
 */
import { transformSchema } from "@selectivity-lab/run";
import { z } from "zod";

const share = z.number().min(0).max(1);

/** The images, for corruptions and attacks alike. */
const imagesSchema = z.object({
  dataset: z.string(),
  split: z.literal("test"),
  /** Number of images: the first ones of the split. */
  images: z.int().positive(),
  /** Side of the images, in pixels. */
  imageSize: z.int().positive(),
  /** How the pictures of a folder were resized and cropped; absent where that was not asked for. */
  transform: transformSchema.optional(),
  /** Present if damaged files of the data set are left out. */
  damagedImages: z.literal("skip").optional(),
  /** Present if the classes of a folder of images are numbered otherwise than as text. */
  classOrder: z.union([z.literal("natural"), z.array(z.string())]).optional(),
  /** SHA-256 of the data set's files, by name. */
  data: z.record(z.string(), z.string()),
  /** Seed of all random numbers. */
  seed: z.int(),
});

/** Everything that determines a network's results on corrupted images. */
export const corruptionSettingsSchema = imagesSchema.extend({
  corruptions: z.array(z.string()).min(1),
  severities: z.array(z.int().min(1).max(5)).min(1),
  /** Version of the generator; "published" if the published files are read. */
  generator: z.string(),
  /** The table of severities if it is ImageNet-C's; absent for smaller images, whose size says which, and for published files. */
  table: z.literal("imagenet").optional(),
  /**
   * SHA-256 of what the user brings, by corruption: frost photographs, or published files. Absent where the images need neither,
   * and in results of versions that did not record it: their key differs, so they are not taken for results with material.
   */
  material: z.record(z.string(), z.string()).optional(),
});
/** Everything that determines a network's results on corrupted images: see {@link corruptionSettingsSchema}. */
export type CorruptionSettings = z.infer<typeof corruptionSettingsSchema>;

/** One of the attacks. */
export const attackChoiceSchema = z.object({
  /** Name as given, such as "pgd-100x5": unique, and used in figures. */
  name: z.string(),
  attack: z.string(),
  /** Number of steps; null for the attack's default. */
  steps: z.int().positive().nullable(),
  restarts: z.int().positive(),
  /** Whether the attack is computed on a control of the sweep and applied to the network. */
  transfer: z.boolean(),
});
/** One of the attacks: see {@link attackChoiceSchema}. */
export type AttackChoiceSettings = z.infer<typeof attackChoiceSchema>;

/** Everything that determines a network's results under attack. */
export const attackSettingsSchema = imagesSchema.extend({
  norm: z.enum(["linf", "l2"]),
  /** Ascending, in pixels scaled to 0..1. */
  epsilons: z.array(z.number().positive()).min(1),
  attacks: z.array(attackChoiceSchema).min(1),
  /** Number of images on which the attacks themselves are checked; 0 for no checks. */
  checkImages: z.int().min(0),
});
/** Everything that determines a network's results under attack: see {@link attackSettingsSchema}. */
export type AttackSettings = z.infer<typeof attackSettingsSchema>;

const provenance = {
  schema: z.literal(1),
  key: z.string(),
  /** SHA-256 of the file of weights. */
  weights: z.string(),
  /** Definition of each of the `metrics`, in words. */
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

/** A network's results on corrupted images. */
export const corruptionResultSchema = z.object({
  ...provenance,
  settings: corruptionSettingsSchema,
  clean: z.object({ accuracy: share, loss: z.number() }),
  cells: z.array(cellSchema),
  metrics: z.object({
    meanCorruptedAccuracy: share.nullable(),
    meanCorruptedAccuracyOfAll: share,
    /** Clean accuracy minus mean corrupted accuracy. */
    drop: z.number().nullable(),
    ratio: z.number().nullable(),
    byFamily: z.record(z.string(), share),
  }),
});
/** A network's results on corrupted images: see {@link corruptionResultSchema}. */
export type CorruptionAssessment = z.infer<typeof corruptionResultSchema>;

/** A check of whether the results of attacks can be trusted. */
const checkSchema = z.object({
  name: z.string(),
  verdict: z.enum(["pass", "warn"]),
  finding: z.string(),
  numbers: z.record(z.string(), z.number()),
});

/** A network's results under attack. */
export const attackResultSchema = z.object({
  ...provenance,
  settings: attackSettingsSchema,
  /** The network on which transfer attacks were computed; null if there was none, and transfer was left out. */
  source: z.string().nullable(),
  clean: z.object({ accuracy: share }),
  /** By budget, ascending. */
  curve: z.array(
    z.object({
      epsilon: z.number(),
      /** Share of images that stay correctly classified under every attack. */
      accuracy: share,
      /** The same for each attack alone. */
      byAttack: z.record(z.string(), share),
    }),
  ),
  metrics: z.object({ areaUnderCurve: share, ratio: z.number().nullable() }),
  /** Null if no checks were requested. */
  checks: z.object({ epsilon: z.number(), images: z.int(), checks: z.array(checkSchema) }).nullable(),
});
/** A network's results under attack: see {@link attackResultSchema}. */
export type AttackAssessment = z.infer<typeof attackResultSchema>;

/** The settings of the last evaluation of a sweep, or of one network; null for the part that was not evaluated. */
export const robustnessRunSchema = z.object({
  schema: z.literal(1),
  /** Number of classes of the data set, which determines chance accuracy. */
  classes: z.int(),
  corruptions: corruptionSettingsSchema.nullable(),
  attacks: attackSettingsSchema.nullable(),
  /** What to know before the numbers are believed; absent where there is nothing. */
  notes: z.array(z.string()).optional(),
});
/** The settings of the last evaluation of a sweep, or of one network: see {@link robustnessRunSchema}. */
export type RobustnessRun = z.infer<typeof robustnessRunSchema>;
