/**
 * Measures one network on one split: what `selectivity measure` does.
 *
 * @module
 */

import {
  createMeasurement,
  createNetworkClassifier,
  evaluate,
  loadPluginsFor,
  type Measurement,
  readCheckpoint,
  requireFit,
} from "@selectivity-lab/run";
import { requireDevice, scope } from "@selectivity-lab/torch";
import { loadDataset, moveDataset } from "@selectivity-lab/vision";
import { readForeignWeights } from "./foreign-weights.js";
import type { MeasureOptions } from "./measure-options.js";
import { refuseUnused } from "./refuse-unused.js";
import { refusingNegative } from "./require-non-negative.js";

/**
 * Measures accuracy and selectivity.
 *
 * @param where a file of weights, a trial's folder, or an ONNX file: see measure-onnx.ts.
 * @throws CheckpointError when the network cannot take the images or has other classes; see also {@link readCheckpoint}.
 */
export async function measure(where: string, options: MeasureOptions = {}): Promise<Measurement> {
  await loadPluginsFor(where, options.plugins ?? []);
  if (where.endsWith(".onnx")) return (await import("./measure-onnx.js")).measureOnnx(where, options);
  const { split = "test", device = "cpu", negatives, onImages } = options;
  requireDevice(device);
  const { checkpoint, dataset: onHost } = options.model
    ? await readForeignWeights(where, options.model, split, options)
    : await own(where, options);
  const dataset = moveDataset(onHost, device);
  checkpoint.network.to({ device });
  try {
    requireFit(checkpoint, dataset);
    const { mean, std } = checkpoint; // the images as this network was taught to see them
    const how = { negatives: negatives ?? "refuse", onImages };
    const sums = await refusingNegative(where, () =>
      evaluate(createNetworkClassifier(checkpoint.network), { ...dataset, mean, std }, "all", how),
    );
    return scope(() => ({ ...createMeasurement(sums.result(), split), ...(negatives && { negatives }) }));
  } finally {
    for (const tensor of [dataset.images, dataset.labels, ...checkpoint.network.stateDict().values()]) tensor.dispose();
  }
}

/** A network of this lab, whose file says all. */
async function own(where: string, options: MeasureOptions) {
  const checkpoint = readCheckpoint(where);
  try {
    refuseUnused(checkpoint.file, options);
    const { data = checkpoint.dataset, split = "test", damagedImages = checkpoint.damagedImages } = options;
    const imageSize = checkpoint.inputShape[2];
    return { checkpoint, dataset: await loadDataset(data, split, { ...options, imageSize, damagedImages }) };
  } catch (error) {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
    throw error;
  }
}
