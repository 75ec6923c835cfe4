/**
 * One network for people: where it stands, and what came out.
 *
 * @module
 */
import { formatDuration, formatSigned } from "@selectivity-lab/base";
import type { SweepDocument } from "@selectivity-lab/lab";
import { formatShare } from "../terminal/format.js";

type Trial = Omit<SweepDocument["trials"][number], "id">;

/** A line such as "alpha +1 seed 0 done, accuracy 0.812, selectivity 0.244". @param planned epochs of the recipe, if known. */
export function describeTrial(trial: Trial, planned?: number): string {
  const { alpha, seed, state, cause, holder, epochs, attempts, accuracy, meanSelectivity } = trial;
  const name = `alpha ${formatSigned(alpha)} seed ${seed} ${state}`;
  if (state === "done")
    return `${name}, accuracy ${formatShare(accuracy)}, selectivity ${formatShare(meanSelectivity)}`;
  const where = holder ? ` on ${holder.host} (process ${holder.pid}, heard ${formatDuration(holder.silence)} ago)` : "";
  const again = attempts > 1 ? `, attempt ${attempts}` : "";
  const of = planned === undefined ? "" : `/${planned}`;
  return `${name}${where}, epoch ${epochs}${of}${again}${cause ? `: ${cause}` : ""}`;
}
