/**
 * The images on which robustness is measured: the first ones of the test split, as is customary.
 *
 * @module
 */
import { type ImageDataset, type LoadOptions, loadDataset, moveDataset } from "@selectivity-lab/vision";

/** Loads the first images of a test split, at most as many as it has; {@link freeImages} frees them. */
export async function loadTestImages(
  name: string,
  images: number,
  { device, ...options }: LoadOptions & { device: string },
): Promise<ImageDataset> {
  const whole = await loadDataset(name, "test", options);
  const first = Math.min(images, whole.labels.numel);
  if (first === whole.labels.numel) return moveDataset(whole, device);
  const part = { ...whole, images: whole.images.narrow(0, 0, first), labels: whole.labels.narrow(0, 0, first) };
  freeImages(whole);
  return moveDataset(part, device);
}

/** Frees the tensors of a data set. */
export function freeImages({ images, labels }: Pick<ImageDataset, "images" | "labels">): void {
  for (const tensor of [images, labels]) tensor.dispose();
}
