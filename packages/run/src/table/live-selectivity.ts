/**
 * Mean selectivity of the units that respond at all.
 *
 * @module
 */
import { mean } from "@selectivity-lab/statistics";
import type { LayerMeasurement, Measurement } from "../records/measurement.js";

/** The selected class of a unit that responds to no image. */
const DEAD = -1;

/**
 * Mean class selectivity without dead units: mean over the live units of a layer, then over the layers that have any.
 *
 * `meanSelectivity` counts a dead unit as 0, so networks that silence units look less selective than their live units are.
 * A result of an older version does not have the value, but the values of its units.
 *
 * @returns null where all units are dead, or where an older result does not mark which ones are.
 */
export function computeLiveSelectivity({ layers, liveSelectivity }: Measurement): number | null {
  if (liveSelectivity !== undefined) return Number.isFinite(liveSelectivity) ? liveSelectivity : null;
  if (!layers.every(marksDeadUnits)) return null;
  const means = layers.flatMap(({ selectivity, selectedClass }) => {
    const live = selectivity.filter((_, unit) => selectedClass[unit] !== DEAD);
    return live.length === 0 ? [] : [mean(live)];
  });
  return means.length === 0 ? null : mean(means);
}

function marksDeadUnits({ units, deadUnits, selectivity, selectedClass }: LayerMeasurement): boolean {
  const marked = selectedClass.filter((selected) => selected === DEAD).length;
  return selectivity.length === units && selectedClass.length === units && marked === deadUnits;
}
