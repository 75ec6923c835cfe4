/**
 * Moves a data set to a device.
 *
 * @module
 */
import type { ImageDataset } from "./contract/format.js";

/** Moves a data set to a device, such as the network's; the tensors on the CPU are freed. */
export function moveDataset(dataset: ImageDataset, device: string): ImageDataset {
  if (device === "cpu") return dataset;
  const [images, labels] = [dataset.images.to({ device }), dataset.labels.to({ device })];
  dataset.images.dispose();
  dataset.labels.dispose();
  return { ...dataset, images, labels };
}
