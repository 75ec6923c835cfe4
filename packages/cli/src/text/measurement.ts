/**
 * A measurement as `selectivity measure` shows it to people.
 *
 * @module
 */
import type { MeasureDocument } from "@selectivity-lab/lab";
import { formatShare, formatTable } from "../terminal/format.js";
import { describeDeadUnits } from "./dead-units.js";
import { describeMeasures } from "./measures.js";

/** Accuracy and selectivity, then a table of the layers. */
export function describeMeasurement(document: MeasureDocument): string {
  const { accuracy, loss, meanSelectivity, nullSelectivity, splitHalfSelectivity, layers, split, images } = document;
  const { negatives = "refuse", measures, labels, transform, liveSelectivity } = document;
  const rows = layers.map(({ name, units, meanSelectivity: mean, deadUnits, liveSelectivity: live }) => [
    ...[name, String(units), formatShare(mean), formatShare(live), String(deadUnits)],
  ]);
  const counted = negatives === "refuse" ? "" : `, negative unit means by ${negatives}`;
  const by = labels ? `, selectivity by the ${labels.classes.length} labels of ${labels.file}` : "";
  const shown = transform ? `, ${describeTransform(transform)}` : "";
  return `${images} images of the ${split} split${shown}${counted}${by}
  accuracy          ${formatShare(accuracy)}   (cross entropy ${formatShare(loss)})
  mean selectivity  ${formatShare(meanSelectivity)}   (permuted labels ${formatShare(nullSelectivity)}, split half ${formatShare(splitHalfSelectivity)})
  live units        ${formatShare(liveSelectivity)}   (${describeDeadUnits(layers)})

${formatTable([["layer", "units", "selectivity", "live units", "dead"], ...rows])}${measures ? `\n\n${describeMeasures(measures)}` : ""}`;
}

function describeTransform({ resize, crop, interpolation }: NonNullable<MeasureDocument["transform"]>): string {
  return `shorter side resized to ${resize} (${interpolation}), middle ${crop} × ${crop}`;
}
