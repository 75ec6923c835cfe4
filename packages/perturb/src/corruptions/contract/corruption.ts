/**
 * The contract of a corruption. To add one, write a file in `kinds` that declares a {@link Corruption}, and add a line to
 * `corruptions.ts`; names, help texts and the conformance suite follow from that list.
 *
 * Source: Hendrycks & Dietterich 2019, arXiv:1903.12261, as in its scripts for CIFAR-10-C and Tiny-ImageNet-C; each file says where
 * it differs from them.
 * @module
 */
import type { CorruptionRandom } from "./corruption-random.js";
import type { Picture, PictureSize } from "./picture.js";

/** Tables of severities: of CIFAR-10-C (32 × 32), Tiny-ImageNet-C (64 × 64) and ImageNet-C (photographs cut to 224 × 224). */
export const severityTables = ["cifar", "tiny", "imagenet"] as const;

/** One of {@link severityTables}. */
export type SeverityTable = (typeof severityTables)[number];

/** Sides in pixels from which images use the severities of Tiny-ImageNet-C, and of ImageNet-C. */
const [TINY_FROM, IMAGENET_FROM] = [48, 224];

/** The default table of severities for images whose shorter side has this many pixels. */
export function tableFor(side: number): SeverityTable {
  if (side >= IMAGENET_FROM) return "imagenet";
  return side >= TINY_FROM ? "tiny" : "cifar";
}

/** Kind of damage. */
export type CorruptionFamily = "noise" | "blur" | "weather" | "digital";

/** How a corruption's images relate to the published ones. */
export type Fidelity = "exact in distribution" | "within one level" | "approximate" | "substituted";

/** The original photographs of frost. */
export interface FrostPhotographs {
  /** SHA-256 of the files' contents. */
  readonly sha256: string;
  /** The photographs, scaled for a severity table. */
  readonly pictures: readonly Picture[];
}

/** Material that the user brings for some corruptions. */
export interface Materials {
  readonly frost?: FrostPhotographs | undefined;
}

/** A way to corrupt an image; `Parameters` are those of one severity. */
export interface Corruption<Parameters = unknown> {
  /** Name, as in the published files. */
  readonly name: string;
  /** Part of the corruption's random numbers, and so of every result. Never change or reuse one. */
  readonly code: number;
  readonly family: CorruptionFamily;
  /** Whether it is one of the fifteen that are averaged; the other four are for tuning. */
  readonly standard: boolean;
  readonly fidelity: Fidelity;
  /** What it does, and what its parameters are, in one line. */
  readonly summary: string;
  /** Parameters of severities 1 to 5. */
  readonly severities: Readonly<Record<SeverityTable, Five<Parameters>>>;
  /** Number of random words for an image of this size: at least as many as {@link Corruption.apply} draws. */
  words(size: PictureSize, parameters: Parameters): number;
  /** Changes the picture in place. The caller clips to 0..1 and truncates to whole levels. */
  apply(picture: Picture, parameters: Parameters, draws: CorruptionRandom, materials: Materials): void;
}

/** One item per severity. */
export type Five<Item> = readonly [Item, Item, Item, Item, Item];

/** A corruption of any parameters, as lists hold it. */
export type AnyCorruption = Omit<Corruption, "severities" | "words" | "apply"> & {
  readonly severities: Readonly<Record<SeverityTable, Five<unknown>>>;
  words(size: PictureSize, parameters: unknown): number;
  apply(picture: Picture, parameters: unknown, draws: CorruptionRandom, materials: Materials): void;
};

/** Declares a corruption: checks the types of its parameters, then forgets them. */
export function defineCorruption<Parameters>(corruption: Corruption<Parameters>): AnyCorruption {
  return corruption as unknown as AnyCorruption;
}

/** Number of values of an image, over all channels. */
export function countPixels({ channels, height, width }: PictureSize): number {
  return channels * height * width;
}
