/**
 * Decides which axis of a tensor holds the units, from the shapes that runs of the file returned.
 *
 * @module
 */
import type { UnitTensor } from "./find-units.js";
import type { LeftOut } from "./left-out.js";
import type { PlacedUnits } from "./open-units.js";
import { reasonsToLeaveOut } from "./reasons.js";

/** A tensor in one run. */
export interface ShapeInRun {
  /** Number of images that were run. */
  readonly images: number;
  readonly shape: readonly number[];
}

/**
 * Places the units of a tensor; the axes other than the first and that of the units are positions.
 *
 * Axes whose size changes with the images' are positions. If that leaves one axis, it holds the units, whatever the graph suggests;
 * otherwise the graph decides, see unit-axis.ts, and where it does not, the only axis with more than one entry.
 *
 * @param runs at one size of images or at two.
 */
export function placeUnits(unit: UnitTensor, runs: readonly ShapeInRun[]): PlacedUnits | LeftOut {
  const { layer } = unit;
  const shape = runs[0]?.shape ?? [];
  const rank = shape.length;
  if (runs.some((run) => run.shape[0] !== run.images || run.shape.length !== rank))
    return { layer, why: reasonsToLeaveOut.noRows.says() };
  const axes = Array.from({ length: rank }, (_, axis) => axis).slice(1);
  const fixed = axes.filter((axis) => runs.every((run) => run.shape[axis] === shape[axis]));
  const axis = fixed.length < axes.length && fixed.length === 1 ? fixed[0] : chooseAxis(unit, shape, axes, fixed);
  return axis === undefined ? { layer, why: reasonsToLeaveOut.noAxis.says() } : { ...unit, rank, axis };
}

function chooseAxis(
  unit: UnitTensor,
  shape: readonly number[],
  axes: readonly number[],
  fixed: readonly number[],
): number | undefined {
  if (axes.length === 1) return axes[0];
  const suggested = unit.axis !== undefined && unit.axis < 0 ? unit.axis + shape.length : unit.axis;
  if (suggested !== undefined) return fixed.includes(suggested) ? suggested : undefined;
  const long = axes.filter((axis) => shape[axis] !== 1);
  return long.length === 1 && fixed.includes(long[0] as number) ? long[0] : undefined;
}
