/**
 * What each unit is worth: what the network loses without it, class by class.
 *
 * The loss of accuracy is coarse, an image more or less; the loss of margin, the logit of the right class less the largest of the others, also shows damage that changes no
 * answer. Units are measured on all images of the split; the damage is that to the first images of it.
 * Source: Morcos et al. 2018, arXiv:1803.06959; damage by class: Zhou et al. 2018, arXiv:1806.02891.
 * @module
 */
import { createNetworkClassifier, type Evaluation, evaluate, measuredNumber } from "@selectivity-lab/run";
import { measureNames, selectMeasures } from "@selectivity-lab/selectivity";
import { scope, type Tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { z } from "zod";
import { inspectedImagesSchema } from "../inspect/images.js";
import type { Inspection, InspectionPlace } from "../inspect/inspection.js";
import { refuseNonFinite } from "../measure/refuse-non-finite.js";
import { heldAtSchema, measureHeldValues } from "./held.js";
import type { LesionTotals } from "./lesion-sums.js";
import { scoreLesions } from "./score-lesions.js";

/** Everything that determines what a unit is found to be worth. */
export const unitAblationSettingsSchema = z.object({
  images: inspectedImagesSchema,
  /** Unit layers of which each unit is removed, in order of computation. */
  layers: z.array(z.string()).min(1),
  to: heldAtSchema,
  /** Measures of selectivity to set beside the damage, the index first. */
  measures: z.array(z.enum(measureNames)).min(1),
});
/** Everything that determines what a unit is found to be worth: see {@link unitAblationSettingsSchema}. */
export type UnitAblationSettings = z.infer<typeof unitAblationSettingsSchema>;

const wholeSchema = z.object({
  /** Share of images classified correctly, 0..1. */
  accuracy: z.number(),
  /** The same for each class; null for one without images. */
  accuracyByClass: z.array(z.number().nullable()),
  /** Mean logit of the right class less the largest of the others. */
  margin: z.number(),
});
/** A whole network on the images: accuracy and margin. */
export type WholeNetwork = z.infer<typeof wholeSchema>;

const ablatedLayerSchema = z.object({
  name: z.string(),
  units: z.int(),
  /** `[U]`: by how much accuracy falls without the unit. */
  accuracyDamage: z.array(z.number()),
  /** `[U]`: by how much the mean margin falls. */
  marginDamage: z.array(z.number()),
  /** `[U]`: the class with the largest mean response; −1 for a dead unit. */
  selectedClass: z.array(z.int()),
  /** `[U]` by measure. */
  selectivity: z.record(z.string(), z.array(measuredNumber)),
  /** `[U][K]`: by how much the accuracy of each class falls; null for a class without images. */
  accuracyDamageByClass: z.array(z.array(z.number().nullable())),
  /** `[U][K]`: by how much its mean margin falls. */
  marginDamageByClass: z.array(z.array(z.number().nullable())),
});
/** A layer, unit by unit: see {@link unitAblationSchema}. */
export type AblatedLayer = z.infer<typeof ablatedLayerSchema>;

/** What each unit of a network is worth. */
export const unitAblationSchema = z.object({
  /** Class names, in label order. */
  classes: z.array(z.string()),
  /** Images of each class. */
  images: z.array(z.int()),
  whole: wholeSchema,
  layers: z.array(ablatedLayerSchema),
});
/** What each unit of a network is worth: see {@link unitAblationSchema}. */
export type UnitAblation = z.infer<typeof unitAblationSchema>;

/** Removes every unit alone. */
export const unitAblation: Inspection<UnitAblationSettings, UnitAblation> = {
  name: "units",
  folder: "ablation",
  settingsSchema: unitAblationSettingsSchema,
  foundSchema: unitAblationSchema,

  async inspect(place, settings) {
    const held = await measureHeldValues(place, settings.to);
    const dataset = await place.loadImages(settings.images.split);
    const measured = await measureUnits(place, dataset, settings.measures);
    const chosen = settings.layers.map((name) => findLayer(measured, name));
    const lesions = chosen.flatMap(({ name, units }) =>
      Array.from({ length: units }, (_, unit) => new Map([[name, [unit]]])),
    );
    const indices = Int32Array.from({ length: settings.images.images }, (_, index) => index);
    const { stop: signal, onStep: onImages, checkpoint } = place;
    const totals = await scoreLesions(checkpoint.network, dataset, indices, lesions, { held, signal, onImages });
    if (!totals) return undefined;
    return { found: describeDamage(totals, chosen, dataset), tensors: new Map<string, Tensor>() };
  },
};

/** Selectivity of every unit, on all images of the split. */
export async function measureUnits(
  { checkpoint, stop: signal }: InspectionPlace,
  dataset: ImageDataset,
  measures: readonly string[],
): Promise<MeasuredUnits[]> {
  const classifier = refuseNonFinite(checkpoint.file, createNetworkClassifier(checkpoint.network));
  const options = { permutations: 0, measures: selectMeasures(measures), signal };
  const sums = await evaluate(classifier, dataset, "all", options);
  return scope(() => {
    const { layers, measures: all }: Evaluation["selectivity"] = sums.result().selectivity;
    return layers.map(({ name, units, selectedClass }, i) => ({
      ...{ name, units, selectedClass: [...selectedClass] },
      selectivity: Object.fromEntries(
        Object.entries(all).map(([measure, network]) => [measure, [...(network.layers[i]?.selectivity ?? [])]]),
      ),
    }));
  });
}

/** The units of a layer under some measures. */
export interface MeasuredUnits {
  readonly name: string;
  readonly units: number;
  readonly selectedClass: number[];
  /** `[U]` by measure. */
  readonly selectivity: Record<string, number[]>;
}

/** @throws RangeError for a layer that the network does not have: names are checked before an inspection starts. */
export function findLayer(layers: readonly MeasuredUnits[], name: string): MeasuredUnits {
  const found = layers.find((layer) => layer.name === name);
  if (!found) throw new RangeError(`the network has no unit layer "${name}"`);
  return found;
}

function describeDamage(
  totals: LesionTotals,
  layers: readonly MeasuredUnits[],
  { classes }: ImageDataset,
): UnitAblation {
  const { images, whole } = totals;
  let first = 0;
  return {
    classes: [...classes],
    images: [...images],
    whole: describeWhole(totals),
    layers: layers.map(({ units, ...layer }) => {
      const lesions = totals.lesions.slice(first, first + units);
      first += units;
      return {
        ...{ ...layer, units },
        accuracyDamage: lesions.map(({ correct }) => meanLoss(whole.correct, correct, images)),
        marginDamage: lesions.map(({ margin }) => meanLoss(whole.margin, margin, images)),
        accuracyDamageByClass: lesions.map(({ correct }) => lossByClass(whole.correct, correct, images)),
        marginDamageByClass: lesions.map(({ margin }) => lossByClass(whole.margin, margin, images)),
      };
    }),
  };
}

/** Accuracy and margin of the whole network. */
export function describeWhole({ images, whole }: Pick<LesionTotals, "images" | "whole">): WholeNetwork {
  return {
    accuracy: sum(whole.correct) / sum(images),
    accuracyByClass: shareByClass(whole.correct, images),
    margin: sum(whole.margin) / sum(images),
  };
}

/** `[K]`: a class's sum over its images; null for one without any. */
export function shareByClass(sums: Float64Array, images: Float64Array): (number | null)[] {
  return Array.from(sums, (value, label) => (images[label] === 0 ? null : value / (images[label] as number)));
}

function meanLoss(whole: Float64Array, without: Float64Array, images: Float64Array): number {
  return (sum(whole) - sum(without)) / sum(images);
}

function lossByClass(whole: Float64Array, without: Float64Array, images: Float64Array): (number | null)[] {
  return shareByClass(
    whole.map((value, label) => value - (without[label] as number)),
    images,
  );
}

/** The sum of some numbers. */
export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
