/**
 * A recipe: everything that a training run is, as data. Flat and strict; one schema gives the type, the check, the help
 * of the command and the documentation.
 *
 * @module
 */
import { datasetNames, listModelFamilies, type ModelFamilyFacts } from "@selectivity-lab/vision";
import { z } from "zod";

const wholeNumber = z.int().nonnegative();
const positiveInteger = z.int().positive();

/** One value, or the values of a sweep. */
const oneOrMany = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.array(schema).min(1)]);

const warmup = z.strictObject({
  /** In front of the schedule; may be a fraction. */
  epochs: z.number().positive(),
  /** Share of the schedule's first rate at step 0. */
  startFactor: z.number().min(0).max(1).default(0),
});

const plainSchedule = z.enum(["constant", "cosine", "one-cycle"]);
const schedule = z.discriminatedUnion("name", [
  z.strictObject({ name: plainSchedule, warmup: warmup.optional() }),
  z.strictObject({
    name: z.literal("steps"),
    /** Epochs, from 0, at whose start the rate is multiplied by `factor`. */
    milestones: z.array(positiveInteger).min(1),
    factor: z.number().positive().default(0.1),
    warmup: warmup.optional(),
  }),
]);

const alphaSchedule = z.strictObject({
  onset: z.number().nonnegative().default(0).describe("epoch at which the knob comes on"),
  warmup: z.number().nonnegative().default(0).describe("epochs over which alpha then rises from 0, linearly"),
  offset: z.number().positive().nullable().default(null).describe("epoch at which the knob goes off; null: never"),
});

/** The names of every family of models, with something about them in parentheses. */
function describeModels(about: (family: ModelFamilyFacts) => string | undefined): string {
  return listModelFamilies()
    .map((family) => `${family.names.join(", ")} (${about(family) ?? "a plugin's"})`)
    .join("; ");
}

const keys = z.strictObject({
  dataset: z
    .string()
    .default("fashion-mnist")
    .describe(`data set: ${datasetNames.join(", ")}; the path of a folder of images, such as ./photos; or a plugin's`),
  imageSize: positiveInteger
    .nullable()
    .default(null)
    .describe(
      "pixels a side to which a folder's images are resized and cropped; null: 64; other data sets have their own",
    ),
  damagedImages: z
    .enum(["refuse", "skip"])
    .default("refuse")
    .describe("image files of a folder that cannot be decoded: refuse the data set, or leave these out"),
  model: z
    .string()
    .default("resnet20")
    .describe(`model: ${describeModels(({ summary }) => summary)}; or a plugin's`),
  modelOptions: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(`options of the model, such as {width: 8}; ${describeModels(({ options }) => options.join(", "))}`),
  trainImages: positiveInteger
    .nullable()
    .default(null)
    .describe("images to train on; null: all that validation leaves"),
  validationImages: positiveInteger.default(5000).describe("images taken from the training split, by seed"),
  epochs: positiveInteger.default(200).describe("passes over the training images"),
  batchSize: z.int().min(2).default(128).describe("images a step"),
  microBatchSize: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe("images held in memory at once: a step then goes twice over its batch; a batch to batch norm; null: all"),
  sampling: z
    .enum(["shuffled", "stratified"])
    .default("shuffled")
    .describe("order of the training images; stratified: every batch holds each class in its share"),
  learningRate: z.number().positive().default(0.1).describe("base learning rate; for one-cycle its peak"),
  momentum: z.number().min(0).lt(1).default(0.9).describe("momentum of SGD"),
  weightDecay: z.number().nonnegative().default(1e-4).describe("weight decay of SGD, on all parameters"),
  schedule: z
    .union([plainSchedule.transform((name) => ({ name })), schedule])
    .prefault("constant")
    .describe(
      "of the rate: constant, cosine, one-cycle, or {name: steps, milestones: [100, 150]}; with {warmup: {epochs: 5}}",
    ),
  augment: z
    .strictObject({
      flip: z.boolean().default(false).describe("mirror half of the images"),
      crop: wholeNumber.default(0).describe("pixels of black padding before a random crop"),
    })
    .prefault({})
    .describe("random changes of the training images: {flip: true, crop: 4}"),
  alpha: oneOrMany(z.number())
    .default(0)
    .describe("strength and sign of the knob: < 0 discourages class selectivity, > 0 encourages it, 0 turns it off"),
  alphaSchedule: alphaSchedule.prefault({}).describe("when the knob is on: {onset: 5}, {warmup: 5}, {offset: 20}"),
  knobLayers: z
    .union([
      z.literal("all"),
      z.array(z.string()).min(1),
      z.strictObject({ first: positiveInteger }),
      z.strictObject({ last: positiveInteger }),
      z.strictObject({ allButLast: positiveInteger }),
      z.strictObject({ stages: z.array(z.string()).min(1) }),
    ])
    .default("all")
    .describe(
      "unit layers under the knob: all, their names, {first: n}, {last: n}, {allButLast: n}, {stages: [layer1]}",
    ),
  knobMemory: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "share of earlier batches in the class means under the knob, whose gradient is then 1 − knobMemory times; 0: none",
    ),
  seed: oneOrMany(wholeNumber).default(0).describe("of initial weights, split, data order and augmentation"),
  threads: z
    .union([z.literal("auto"), positiveInteger])
    .default("auto")
    .describe("threads of one trial; auto: the cores, shared among the jobs"),
  plugins: z
    .array(z.strictObject({ path: z.string(), sha256: z.string() }))
    .default([])
    .describe("files with models and data sets of one's own, by --plugin; their hashes are part of the trial"),
  checkpointMinutes: z
    .number()
    .positive()
    .default(10)
    .describe("a checkpoint is written after every epoch, and within one after so many minutes"),
  device: z.string().default("cpu").describe("cpu, cuda or cuda:<n>"),
  precision: z
    .enum(["float32", "tf32", "bfloat16"])
    .default("float32")
    .describe(
      "of convolutions and matrix products in training; tf32: on CUDA only; weights and measurements are float32",
    ),
  expected: z
    .strictObject({
      accuracy: z.tuple([z.number(), z.number()]).describe("range of the control's mean test accuracy"),
      minutes: z.number().optional(),
      machine: z.string().optional(),
      seeds: positiveInteger.optional(),
      source: z.string().optional(),
    })
    .optional()
    .describe("what the recipe should come to; the report checks it"),
});

/** The schema of a recipe, with the meaning, unit and default of every key. */
export const recipeSchema = keys.superRefine(requireTurns);

/** A knob that never comes on would look like one without effect. */
function requireTurns(
  { alphaSchedule: { onset, offset }, epochs }: { alphaSchedule: z.output<typeof alphaSchedule>; epochs: number },
  context: z.RefinementCtx,
): void {
  const complain = (key: "onset" | "offset", message: string) =>
    context.addIssue({ code: "custom", path: ["alphaSchedule", key], message });
  if (onset >= epochs) complain("onset", `expected an epoch before the last, ${epochs}: the knob would never come on`);
  else if (offset !== null && offset <= onset)
    complain("offset", `expected an epoch after the onset, ${onset}: the knob would never come on`);
}

/** A complete recipe, every key set but `expected`. */
export type Recipe = z.output<typeof recipeSchema>;

/** When and how strongly the knob is on. */
export type AlphaSchedule = Recipe["alphaSchedule"];

/** The alphas of a recipe's sweep, in its order, each once. */
export function listAlphas({ alpha }: Pick<Recipe, "alpha">): number[] {
  return [...new Set([alpha].flat())];
}

/** The seeds of a recipe's sweep, in its order, each once. */
export function listSeeds({ seed }: Pick<Recipe, "seed">): number[] {
  return [...new Set([seed].flat())];
}
