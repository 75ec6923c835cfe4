/**
 * At what removed units are held.
 *
 * @module
 */
import type { Evaluation } from "@selectivity-lab/run";
import { createNetworkClassifier, evaluate } from "@selectivity-lab/run";
import type { HeldValues } from "@selectivity-lab/selectivity";
import { scope } from "@selectivity-lab/torch";
import { z } from "zod";
import type { InspectionPlace } from "../inspect/inspection.js";

/** At what removed units are held: 0, or their mean over the training images. */
export const heldAtSchema = z.enum(["zero", "mean"]);
/** At what removed units are held: see {@link heldAtSchema}. */
export type HeldAt = z.infer<typeof heldAtSchema>;

/** The values, by layer; `undefined` for 0. Looks at all training images where it is the mean. */
export async function measureHeldValues(place: InspectionPlace, to: HeldAt): Promise<HeldValues | undefined> {
  if (to === "zero") return undefined;
  const train = await place.loadImages("train");
  const labels = Array.from(train.labels.toTypedArray() as ArrayLike<number | bigint>, Number);
  const sizes = train.classes.map((_, label) => labels.filter((other) => other === label).length);
  const classifier = createNetworkClassifier(place.checkpoint.network);
  const sums = await evaluate(classifier, train, "all", { permutations: 0, signal: place.stop });
  return scope(() => new Map(sums.result().selectivity.layers.map((layer) => [layer.name, meanOfUnits(layer, sizes)])));
}

/** `[U]`: from class means and how many images each class has. */
function meanOfUnits(
  { classMeans, units }: Evaluation["selectivity"]["layers"][number],
  sizes: readonly number[],
): Float64Array {
  const values = classMeans.toTypedArray() as Float64Array; // [K, U]
  const images = sizes.reduce((sum, size) => sum + size, 0);
  return Float64Array.from({ length: units }, (_, unit) =>
    sizes.reduce(
      (sum, size, label) => (size === 0 ? sum : sum + (size / images) * (values[label * units + unit] as number)),
      0,
    ),
  );
}
