/**
 * A measurement as `selectivity measure` shows it to people.
 *
 * @module
 */
import type { MeasureDocument } from "@selectivity-lab/lab";
import { formatShare, formatTable } from "../terminal/format.js";

/** Accuracy and selectivity, then a table of the layers. */
export function describeMeasurement(document: MeasureDocument): string {
  const { accuracy, loss, meanSelectivity, nullSelectivity, splitHalfSelectivity, layers, split, images } = document;
  const { negatives = "refuse" } = document;
  const rows = layers.map(({ name, units, meanSelectivity: mean, deadUnits }) => [
    ...[name, String(units), formatShare(mean), String(deadUnits)],
  ]);
  const counted = negatives === "refuse" ? "" : `, negative unit means by ${negatives}`;
  return `${images} images of the ${split} split${counted}
  accuracy          ${formatShare(accuracy)}   (cross entropy ${formatShare(loss)})
  mean selectivity  ${formatShare(meanSelectivity)}   (permuted labels ${formatShare(nullSelectivity)}, split half ${formatShare(splitHalfSelectivity)})

${formatTable([["layer", "units", "selectivity", "dead"], ...rows])}`;
}
