/**
 * How many images a trial uses.
 *
 * @module
 */
import { z } from "zod";

/** Numbers of images: trained on, validated with, tested on. */
export const usedImagesSchema = z.object({ train: z.int(), validation: z.int(), test: z.int() });
/** Numbers of images: see {@link usedImagesSchema}. */
export type UsedImages = z.infer<typeof usedImagesSchema>;
