/**
 * JPEG compression at low quality.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { roundTripJpeg } from "../filters/jpeg.js";

/** JPEG at low quality. */
export const jpegCompression = defineCorruption<number>({
  name: "jpeg_compression",
  code: 15,
  family: "digital",
  standard: true,
  fidelity: "exact in distribution",
  summary: "encodes and decodes as JPEG; parameter: quality",
  severities: { cifar: [80, 65, 58, 50, 40], tiny: [65, 58, 50, 40, 25], imagenet: [25, 18, 15, 10, 7] },
  words: () => 0,
  apply: roundTripJpeg,
});
