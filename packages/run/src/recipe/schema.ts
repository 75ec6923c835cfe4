/**
 * A recipe: a training run as data, flat and strict. One schema gives the type, the validation, the help of the command and the
 * documentation.
 *
 * @module
 */
import { measureNames, trainableMeasureNames } from "@selectivity-lab/selectivity";
import { datasetNames, listModelFamilies, type ModelFamilyFacts } from "@selectivity-lab/vision";
import { z } from "zod";
import { convolutionChoices, resolveConvolutions } from "./convolutions.js";
import { listMeasures, takesMemory } from "./measures.js";

const wholeNumber = z.int().nonnegative();
const positiveInteger = z.int().positive();

/** One value, or the values of a sweep. */
const oneOrMany = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.array(schema).min(1)]);

const warmup = z.strictObject({
  /** Epochs before the schedule starts; may be a fraction. */
  epochs: z.number().positive(),
  /** Factor on the schedule's first rate at step 0. */
  startFactor: z.number().min(0).max(1).default(0),
});

const plainSchedule = z.enum(["constant", "cosine", "one-cycle"]);
const schedule = z.discriminatedUnion("name", [
  z.strictObject({ name: plainSchedule, warmup: warmup.optional() }),
  z.strictObject({
    name: z.literal("steps"),
    /** Epochs, counted from 0, at the start of which the rate is multiplied by `factor`. */
    milestones: z.array(positiveInteger).min(1),
    factor: z.number().positive().default(0.1),
    warmup: warmup.optional(),
  }),
]);

const alphaSchedule = z.strictObject({
  onset: z.number().nonnegative().default(0).describe("epoch at which the knob is turned on"),
  warmup: z.number().nonnegative().default(0).describe("epochs over which alpha then rises linearly from 0"),
  offset: z.number().positive().nullable().default(null).describe("epoch at which the knob is turned off; null: never"),
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
      "side length in pixels to which images from a folder are resized and cropped; null: 64; other data sets have their own size",
    ),
  damagedImages: z
    .enum(["refuse", "skip"])
    .default("refuse")
    .describe("what to do with image files of a folder that cannot be decoded: refuse the data set, or skip them"),
  classOrder: z
    .union([z.enum(["text", "natural"]), z.array(z.string()).min(2)])
    .default("text")
    .describe(
      "order in which the classes of a folder of images are numbered: text (as torchvision), natural (2 before 10, as timm), or a list of all names",
    ),
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
    .describe("number of training images; null: all that validation leaves"),
  validationImages: positiveInteger
    .default(5000)
    .describe("number of images taken from the training split for validation, chosen by seed"),
  countsAtMost: z
    .array(z.enum(["trainImages", "validationImages"]))
    .default([])
    .describe(
      "counts that mean at most: set by the lab for those that are not given together with a different data set; the others are exact",
    ),
  epochs: positiveInteger.default(200).describe("passes over the training images"),
  batchSize: z.int().min(2).default(128).describe("images per step"),
  microBatchSize: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe(
      "images in memory at the same time; a step then passes over its batch twice, and batch norm sees each part as a batch; null: the whole batch",
    ),
  sampling: z
    .enum(["shuffled", "stratified"])
    .default("shuffled")
    .describe("order of the training images; stratified: every batch contains each class in proportion"),
  learningRate: z.number().positive().default(0.1).describe("base learning rate; for one-cycle, the peak"),
  momentum: z.number().min(0).lt(1).default(0.9).describe("momentum of SGD"),
  weightDecay: z.number().nonnegative().default(1e-4).describe("weight decay of SGD, on all parameters"),
  schedule: z
    .union([plainSchedule.transform((name) => ({ name })), schedule])
    .prefault("constant")
    .describe(
      "learning-rate schedule: constant, cosine, one-cycle, or {name: steps, milestones: [100, 150]}; optionally with {warmup: {epochs: 5}}",
    ),
  augment: z
    .strictObject({
      flip: z.boolean().default(false).describe("mirror half of the images"),
      crop: wholeNumber.default(0).describe("pixels of black padding before a random crop"),
    })
    .prefault({})
    .describe("random augmentation of the training images, such as {flip: true, crop: 4}"),
  alpha: oneOrMany(z.number())
    .default(0)
    .describe("strength and sign of the knob: < 0 discourages class selectivity, > 0 encourages it, 0 turns it off"),
  alphaSchedule: alphaSchedule
    .prefault({})
    .describe("when the knob is on, such as {onset: 5}, {warmup: 5} or {offset: 20}"),
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
  measure: z.enum(trainableMeasureNames).default("index").describe("selectivity measure that the knob trains on"),
  knobLabels: z
    .union([z.literal(true).transform(() => "true" as const), z.enum(["true", "shuffled"])])
    .prefault("true")
    .describe(
      "classes by which the knob measures selectivity: true labels; or shuffled ones, drawn once per seed, as a control",
    ),
  measures: z
    .union([z.enum(["all", ...measureNames]), z.array(z.enum(measureNames)).min(1)])
    .prefault("index")
    .transform(listMeasures)
    .describe(
      "selectivity measures in the trial's result: one, several as in [index, auc], or all; the index is always there",
    ),
  knobMemory: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "weight of earlier batches in the knob's class means, which scales their gradient by 1 − knobMemory; 0: only the current batch",
    ),
  seed: oneOrMany(wholeNumber).default(0).describe("seed of initial weights, split, data order and augmentation"),
  threads: z
    .union([z.literal("auto"), positiveInteger])
    .default("auto")
    .describe("threads per trial; auto: the cores divided among the jobs"),
  plugins: z
    .array(z.strictObject({ path: z.string(), sha256: z.string() }))
    .default([])
    .describe("files with your own models and data sets, set by --plugin; their hashes are part of the trial"),
  checkpointMinutes: z
    .number()
    .positive()
    .default(10)
    .describe("minutes between checkpoints within an epoch; there is always one after every epoch"),
  device: z.string().default("cpu").describe("device: cpu, cuda or cuda:<n>"),
  precision: z
    .enum(["float32", "tf32", "bfloat16"])
    .default("float32")
    .describe(
      "precision of convolutions and matrix products in training; tf32 on CUDA only; weights and measurements are always float32",
    ),
  convolutions: z
    .enum(convolutionChoices)
    .transform(resolveConvolutions)
    .prefault("auto")
    .describe(
      "how 3 × 3 convolutions are computed on the CPU in float32: direct, by libtorch; winograd, faster and rounded differently; auto: direct",
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
    .describe("expected outcome, which the report checks"),
});

/** The schema of a recipe, with the meaning, unit and default of each key. */
export const recipeSchema = keys.superRefine(requireTurns).superRefine(requireMemory);

/** The class means of earlier batches are of no use to a measure of something else. */
function requireMemory({ measure, knobMemory }: z.output<typeof keys>, context: z.RefinementCtx): void {
  if (knobMemory === 0 || takesMemory(measure)) return;
  const message = `expected 0 for measure ${measure}, which is not computed from class means alone`;
  context.addIssue({ code: "custom", path: ["knobMemory"], message });
}

/** A knob that is never turned on would look like one without effect. */
function requireTurns(
  { alphaSchedule: { onset, offset }, epochs }: { alphaSchedule: z.output<typeof alphaSchedule>; epochs: number },
  context: z.RefinementCtx,
): void {
  const complain = (key: "onset" | "offset", message: string) =>
    context.addIssue({ code: "custom", path: ["alphaSchedule", key], message });
  if (onset >= epochs)
    complain("onset", `expected an epoch before the last, ${epochs}: the knob would never be turned on`);
  else if (offset !== null && offset <= onset)
    complain("offset", `expected an epoch after the onset, ${onset}: the knob would never be turned on`);
}

/** A complete recipe: every key is set except `expected`. */
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
