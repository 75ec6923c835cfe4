/**
 * Measures one network on one split: what `selectivity measure` does.
 *
 * @module
 */
import { requireDevice, scope } from "@selectivity-lab/torch";
import { loadDataset, type Split } from "@selectivity-lab/vision";
import type { Measurement } from "../contracts.js";
import { onDevice } from "../trial/prepare.js";
import { evaluate } from "./evaluate.js";
import { measurementOf } from "./measurement.js";
import { type Checkpoint, CheckpointError, readCheckpoint } from "./weights.js";

/** What to measure on. */
export interface MeasureOptions {
  /** Default: the data set that the network was trained on. */
  readonly data?: string | undefined;
  readonly split?: Split;
  /** `cpu` by default. */
  readonly device?: string;
  readonly dataDirs?: readonly string[];
}

/**
 * Measures accuracy and selectivity.
 *
 * @param where a file of weights, or a trial's folder.
 * @throws {@link CheckpointError} when the network cannot take the images or has other classes; see also {@link readCheckpoint}.
 */
export async function measure(
  where: string,
  { data, split = "test", device = "cpu", dataDirs = [] }: MeasureOptions = {},
): Promise<Measurement> {
  requireDevice(device);
  const checkpoint = readCheckpoint(where);
  const imageSize = checkpoint.inputShape[2];
  const dataset = onDevice(await loadDataset(data ?? checkpoint.dataset, split, { dataDirs, imageSize }), device);
  checkpoint.network.to({ device });
  try {
    requireFit(checkpoint, dataset.images.shape.slice(1), dataset.classes.length, dataset.name);
    const { mean, std } = checkpoint; // the images as this network was taught to see them
    return scope(() => measurementOf(evaluate(checkpoint.network, { ...dataset, mean, std }, "all"), split));
  } finally {
    for (const tensor of [dataset.images, dataset.labels, ...checkpoint.network.stateDict().values()]) tensor.dispose();
  }
}

function requireFit(
  { file, inputShape, classes }: Checkpoint,
  shape: readonly number[],
  count: number,
  name: string,
): void {
  const [own, theirs] = [inputShape.join(" × "), shape.join(" × ")];
  if (own !== theirs)
    throw new CheckpointError(
      `${file} takes images of ${own}, ${name} has ${theirs}\n  to do: name another data set with --data`,
    );
  if (classes.length !== count)
    throw new CheckpointError(
      `${file} knows ${classes.length} classes, ${name} has ${count}\n  to do: name another data set with --data`,
    );
}
