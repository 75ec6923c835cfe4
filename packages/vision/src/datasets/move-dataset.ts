/**
 * Moves a data set to a device.
 *
 * @module
 */
import type { ImageDataset } from "./contract/format.js";

/** The data set with its images where the network is; moved, not copied. */
export function moveDataset(dataset: ImageDataset, device: string): ImageDataset {
  if (device === "cpu") return dataset;
  const [images, labels] = [dataset.images.to({ device }), dataset.labels.to({ device })];
  dataset.images.dispose();
  dataset.labels.dispose();
  return { ...dataset, images, labels };
}
