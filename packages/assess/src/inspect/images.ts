/**
 * The images on which networks are inspected, as every inspection's settings say them.
 *
 * @module
 */
import type { ImageDataset } from "@selectivity-lab/vision";
import { z } from "zod";

/** The first images of a split. */
export const inspectedImagesSchema = z.object({
  dataset: z.string(),
  split: z.enum(["train", "test"]),
  /** Number of images, from the first. */
  images: z.int().positive(),
  /** Side of the images, in pixels. */
  imageSize: z.int().positive(),
  /** Present if damaged files of the data set are left out. */
  damagedImages: z.literal("skip").optional(),
  /** Present if the classes of a folder of images are numbered otherwise than as text. */
  classOrder: z.union([z.literal("natural"), z.array(z.string())]).optional(),
  /** SHA-256 of the data set's files, by name. */
  data: z.record(z.string(), z.string()),
});
/** The first images of a split: see {@link inspectedImagesSchema}. */
export type InspectedImages = z.infer<typeof inspectedImagesSchema>;

/** Describes the first images of a data set. @param images at most this many. */
export function describeImages(
  { name, split, images: pixels, labels, sha256, skipped = [], classOrder }: ImageDataset,
  images: number,
): InspectedImages {
  return {
    ...{ dataset: name, split, images: Math.min(images, labels.numel), imageSize: pixels.shape[2] as number },
    ...(skipped.length > 0 && { damagedImages: "skip" as const }),
    ...(classOrder && { classOrder: classOrder === "natural" ? classOrder : [...classOrder] }),
    data: { ...sha256 },
  };
}
