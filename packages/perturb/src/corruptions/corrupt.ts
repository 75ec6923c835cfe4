/**
 * Corrupts images: the same image, seed, corruption and severity give the same pixels, in any batch, order or process.
 *
 * @module
 */

import { streamNumber } from "@selectivity-lab/base";
import { counterWords, fromBytes, scope, type Tensor } from "@selectivity-lab/torch";
import {
  type AnyCorruption,
  type FrostPhotographs,
  type Materials,
  type SeverityTable,
  tableFor,
} from "./contract/corruption.js";
import { CorruptionRandom } from "./contract/corruption-random.js";
import { CorruptionError } from "./contract/error.js";
import type { PictureSize } from "./contract/picture.js";
import { findCorruption } from "./corruptions.js";
import { roundTripJpeg } from "./filters/jpeg.js";

/** Which corruption, how severe, and with which random numbers. */
export interface CorruptOptions {
  /** One of {@link corruptionNames}, or `frost` if its photographs are given. */
  readonly corruption: string;
  /** 1 to 5. */
  readonly severity: number;
  /** Any safe integer; 0 by default. */
  readonly seed?: number;
  /** The number of each image in its data set: with the seed, the key of its random numbers. 0, 1, 2, … by default. */
  readonly indices?: Int32Array | undefined;
  /** Table of severities; by default that of the images' shorter side: `imagenet` from 224 pixels on, `tiny` from 48 on, else `cifar`. */
  readonly table?: SeverityTable | undefined;
  /** Photographs of frost; see `readFrostPhotographs`. */
  readonly frost?: FrostPhotographs | undefined;
  /** Compress the result with JPEG at quality 85, as the published Tiny-ImageNet-C was; off by default. */
  readonly jpeg85?: boolean | undefined;
}

/** Number of images that are corrupted at once; fewer if they are large, so that their random numbers fit into memory. */
const CHUNK = 64;
/** Number of values of all images that are corrupted at once. */
const VALUES_AT_ONCE = 4_000_000;
/** Smaller images have no inside: the three points of an elastic transform would coincide. */
const SMALLEST = 3;

/**
 * Corrupts images.
 *
 * @param images uint8 `[N, C, H, W]`, C 1 or 3, on the CPU; left unchanged.
 * @returns uint8 `[N, C, H, W]`, which belongs to no scope: `dispose()` of it when done.
 * @throws {@link CorruptionError} for other images, those with a side below 3 pixels, an unknown corruption, or a severity that is not
 *   1 to 5.
 */
export async function corrupt(images: Tensor, options: CorruptOptions): Promise<Tensor> {
  const size = readSize(images);
  const { severity, seed = 0, table = tableFor(Math.min(size.height, size.width)), jpeg85 = false } = options;
  const corruption = findCorruption(options.corruption);
  if (![1, 2, 3, 4, 5].includes(severity))
    throw new CorruptionError({
      code: "invalid-severity",
      problem: `severity must be one of 1, 2, 3, 4, 5, got ${severity}.`,
      remedy: "choose a number from 1, the mildest, to 5",
    });
  if (corruption.name === "frost" && !options.frost)
    throw new CorruptionError({
      code: "missing-material",
      problem: "frost needs the original photographs, got none.",
      remedy: "pass the photographs, or use frost_proc",
    });
  const count = images.shape[0] as number;
  const indices = options.indices ?? Int32Array.from({ length: count }, (_, index) => index);
  const parameters = corruption.severities[table][severity - 1];
  const place = { seed, place: 8 * corruption.code + severity, stream: streamNumber("corruption") };
  const from = scope(() => images.contiguous().toTypedArray()) as Uint8Array;
  const to = new Uint8Array(from.length);
  const one = createOne(corruption, parameters, size, { frost: options.frost }, jpeg85);
  const words = corruption.words(size, parameters);
  const chunk = Math.max(1, Math.min(CHUNK, Math.floor((VALUES_AT_ONCE * count) / from.length)));
  for (let first = 0; first < count; first += chunk) {
    const some = indices.subarray(first, first + chunk);
    const random = words === 0 ? new Uint32Array(0) : counterWords({ ...place, index: some }, words);
    for (let i = 0; i < some.length; i++)
      one(from, to, first + i, new CorruptionRandom(random.subarray(i * words, (i + 1) * words)));
  }
  return fromBytes(to, { dtype: "uint8", shape: images.shape });
}

/** Each level as a share of white. */
const SHARES = Float64Array.from({ length: 256 }, (_, level) => level / 255);

/** Makes the function that corrupts image `i` of `from` into `to`. */
function createOne(
  corruption: AnyCorruption,
  parameters: unknown,
  size: PictureSize,
  materials: Materials,
  jpeg85: boolean,
): (from: Uint8Array, to: Uint8Array, i: number, draws: CorruptionRandom) => void {
  const length = size.channels * size.height * size.width;
  const pixels = new Float64Array(length); // the same memory for every image
  const picture = { ...size, pixels };
  return (from, to, i, draws) => {
    const start = i * length;
    for (let k = 0; k < length; k++) pixels[k] = SHARES[from[start + k] as number] as number;
    corruption.apply(picture, parameters, draws, materials);
    truncate(pixels, to, start);
    if (!jpeg85) return;
    for (let k = 0; k < length; k++) pixels[k] = (to[start + k] as number) / 255;
    roundTripJpeg(picture, 85);
    truncate(pixels, to, start);
  };
}

/** Truncates to whole levels, as the published scripts do. */
function truncate(pixels: Float64Array, to: Uint8Array, start: number): void {
  for (let k = 0; k < pixels.length; k++) {
    const value = pixels[k] as number;
    to[start + k] = value <= 0 ? 0 : value >= 1 ? 255 : (255 * value) | 0;
  }
}

function readSize(images: Tensor): PictureSize {
  const [, channels = 0, height = 0, width = 0] = images.shape;
  const isPicture = images.shape.length === 4 && images.dtype === "uint8" && (channels === 1 || channels === 3);
  if (isPicture && Math.min(height, width) >= SMALLEST) return { channels, height, width };
  if (isPicture)
    throw new CorruptionError({
      code: "invalid-images",
      problem: `corrupt: expected images of at least ${SMALLEST} × ${SMALLEST} pixels, got ${width} × ${height}.`,
      remedy: "choose larger images",
    });
  throw new CorruptionError({
    code: "invalid-images",
    problem: `corrupt: expected uint8 images [N, C, H, W] with 1 or 3 channels, got ${images}.`,
    remedy: "pass the images before they are normalized",
  });
}
