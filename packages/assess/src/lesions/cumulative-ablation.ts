/**
 * What a network loses as more and more of its units are removed: those that a measure calls most selective first, those that it calls least selective first, and in
 * random order.
 *
 * Units are ranked inside each layer, and the same part of every layer of a scope is removed at once. The score of an order is the area under accuracy, relative to that of the
 * whole network, against the part removed; random orders are the comparison.
 * Source: Morcos et al. 2018, arXiv:1803.06959; ranking inside layers and removal in a whole stage: Ranadive et al. 2023, arXiv:2305.17409.
 * @module
 */
import { Random } from "@selectivity-lab/base";
import { type Lesion, measureNames } from "@selectivity-lab/selectivity";
import { mean, permuteValues } from "@selectivity-lab/statistics";
import type { Tensor } from "@selectivity-lab/torch";
import { z } from "zod";
import { inspectedImagesSchema } from "../inspect/images.js";
import type { Inspection } from "../inspect/inspection.js";
import { heldAtSchema, measureHeldValues } from "./held.js";
import type { ClassTotals, LesionTotals } from "./lesion-sums.js";
import { scoreLesions } from "./score-lesions.js";
import { describeWhole, findLayer, type MeasuredUnits, measureUnits, shareByClass, sum } from "./unit-ablation.js";

/** Layers in which units are removed at once. */
const scopeSchema = z.object({ name: z.string(), layers: z.array(z.string()).min(1) });
/** Layers in which units are removed at once, and their name together, such as `layer1`. */
export type AblationScope = z.infer<typeof scopeSchema>;

/** Everything that determines the curves. */
export const cumulativeAblationSettingsSchema = z.object({
  images: inspectedImagesSchema,
  scopes: z.array(scopeSchema).min(1),
  to: heldAtSchema,
  /** The measure by which units are ranked. */
  by: z.enum(measureNames),
  /** Number of steps from no unit to all of them. */
  steps: z.int().positive(),
  /** Number of random orders. */
  random: z.int().nonnegative(),
  seed: z.int().nonnegative(),
});
/** Everything that determines the curves: see {@link cumulativeAblationSettingsSchema}. */
export type CumulativeAblationSettings = z.infer<typeof cumulativeAblationSettingsSchema>;

const curveSchema = z.object({
  /** Accuracy after each step, from the whole network on. */
  accuracy: z.array(z.number()),
  /** The same by class, `[steps + 1][K]`; null for a class without images. */
  accuracyByClass: z.array(z.array(z.number().nullable())),
  /** Area under accuracy relative to the whole network's, by the trapezoid rule, against the part removed from 0 to 1. */
  area: z.number(),
});
/** A curve of accuracy: see {@link cumulativeAblationSchema}. */
export type AblationCurve = z.infer<typeof curveSchema>;

/** A network without more and more of its units. */
export const cumulativeAblationSchema = z.object({
  classes: z.array(z.string()),
  images: z.array(z.int()),
  scopes: z.array(
    z.object({
      name: z.string(),
      layers: z.array(z.string()),
      units: z.int(),
      /** The part of the units that is removed after each step. */
      fractions: z.array(z.number()),
      /** Most selective first. */
      selective: curveSchema,
      /** Least selective first. */
      unselective: curveSchema,
      /** A curve per random order. */
      random: z.array(curveSchema),
    }),
  ),
});
/** A network without more and more of its units: see {@link cumulativeAblationSchema}. */
export type CumulativeAblation = z.infer<typeof cumulativeAblationSchema>;

/** Removes units one after the other. */
export const cumulativeAblation: Inspection<CumulativeAblationSettings, CumulativeAblation> = {
  name: "cumulative",
  folder: "ablation",
  settingsSchema: cumulativeAblationSettingsSchema,
  foundSchema: cumulativeAblationSchema,

  async inspect(place, settings) {
    const held = await measureHeldValues(place, settings.to);
    const dataset = await place.loadImages(settings.images.split);
    const measured = await measureUnits(place, dataset, [settings.by]);
    const plans = settings.scopes.map((scope, i) => planScope(scope, measured, settings, i));
    const indices = Int32Array.from({ length: settings.images.images }, (_, index) => index);
    const { stop: signal, onStep: onImages, checkpoint } = place;
    const lesions = plans.flatMap(({ orders }) => orders.flat());
    const totals = await scoreLesions(checkpoint.network, dataset, indices, lesions, { held, signal, onImages });
    if (!totals) return undefined;
    const found = { classes: [...dataset.classes], images: [...totals.images], scopes: drawCurves(plans, totals) };
    return { found, tensors: new Map<string, Tensor>() };
  },
};

/** The lesions of a scope: those of the selective order, of the unselective, and of each random one; each step by step, without step 0. */
interface ScopePlan {
  readonly scope: AblationScope;
  readonly units: number;
  readonly orders: readonly (readonly Lesion[])[];
}

function planScope(
  scope: AblationScope,
  measured: readonly MeasuredUnits[],
  { by, steps, random: draws, seed }: CumulativeAblationSettings,
  number: number,
): ScopePlan {
  const layers = scope.layers.map((name) => findLayer(measured, name));
  const ranked = new Map(layers.map((layer) => [layer.name, rankUnits(layer, by)]));
  const random = new Random(seed, "ablation", number);
  const reversed = new Map([...ranked].map(([name, order]) => [name, [...order].reverse()]));
  const shuffled = Array.from(
    { length: draws },
    () => new Map([...ranked].map(([name, order]) => [name, [...permuteValues(Int32Array.from(order), random)]])),
  );
  const orders = [ranked, reversed, ...shuffled].map((order) =>
    Array.from({ length: steps }, (_, step) => removeFirst(order, (step + 1) / steps)),
  );
  return { scope, units: layers.reduce((total, { units }) => total + units, 0), orders };
}

/** Units from the most selective to the least; those for which the measure is undefined come last, ties in order of their numbers. */
function rankUnits({ selectivity, units }: MeasuredUnits, by: string): number[] {
  const values = (selectivity[by] ?? []).map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
  return Array.from({ length: units }, (_, unit) => unit).sort(
    (a, b) => compare(values[b] as number, values[a] as number) || a - b,
  );
}

const compare = (a: number, b: number) => (a < b ? -1 : Number(a > b));

/** The first part of each layer's order, rounded to whole units. */
function removeFirst(order: ReadonlyMap<string, readonly number[]>, part: number): Lesion {
  return new Map([...order].map(([name, units]) => [name, units.slice(0, Math.round(part * units.length))]));
}

function drawCurves(plans: readonly ScopePlan[], totals: LesionTotals): CumulativeAblation["scopes"] {
  let first = 0;
  return plans.map(({ scope, units, orders }) => {
    const curves = orders.map((order) => {
      const scores = totals.lesions.slice(first, first + order.length);
      first += order.length;
      return drawCurve([totals.whole, ...scores], totals);
    });
    const steps = orders[0]?.length ?? 1;
    const fractions = Array.from({ length: steps + 1 }, (_, step) => step / steps);
    const [selective, unselective, ...random] = curves as [AblationCurve, AblationCurve, ...AblationCurve[]];
    return { name: scope.name, layers: scope.layers, units, fractions, selective, unselective, random };
  });
}

function drawCurve(scores: readonly ClassTotals[], { images, whole }: LesionTotals): AblationCurve {
  const accuracy = scores.map(({ correct }) => sum(correct) / sum(images));
  const base = describeWhole({ images, whole }).accuracy;
  const heights = accuracy.slice(1).map((value, step) => (value + (accuracy[step] as number)) / 2);
  return {
    accuracy,
    accuracyByClass: scores.map(({ correct }) => shareByClass(correct, images)),
    area: mean(heights) / base,
  };
}
