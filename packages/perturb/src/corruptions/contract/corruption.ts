/**
 * The contract of a corruption. A new one is a file that exports a {@link Corruption}, and one line in corruptions.ts; the
 * conformance suite then holds it to the contract.
 *
 * Sources: Hendrycks & Dietterich 2019, arXiv:1903.12261, as its scripts for CIFAR-10-C and Tiny-ImageNet-C do it; each file
 * says where it departs from them.
 * @module
 */
import type { CorruptionRandom } from "./corruption-random.js";
import type { Picture, PictureSize } from "./picture.js";

/** Whose severities: those of 32 × 32 images or those of 64 × 64 ones. */
export type SeverityTable = "cifar" | "tiny";

/** Images at least this high take the severities of 64 × 64 ones. */
const TINY_FROM = 48;

/** Whose severities images of so many pixels a side take where nobody says otherwise. */
export function tableFor(side: number): SeverityTable {
  return side >= TINY_FROM ? "tiny" : "cifar";
}

/** What kind of harm it is. */
export type CorruptionFamily = "noise" | "blur" | "weather" | "digital";

/** How its images relate to the published ones. */
export type Fidelity = "exact in distribution" | "within one level" | "approximate" | "substituted";

/** Things from outside that a corruption may need. */
export interface Materials {
  /** The original frost textures, each scaled as the severity table wants it; none: procedural frost. */
  readonly frost?: readonly Picture[] | undefined;
}

/** A way to spoil an image; `Parameters` is what one severity consists of. */
export interface Corruption<Parameters = unknown> {
  /** As the published files are named. */
  readonly name: string;
  /** Part of its random numbers, so of every result. Never change or reuse one. */
  readonly code: number;
  readonly family: CorruptionFamily;
  /** Whether it is one of the fifteen of the mean; the other four are for tuning. */
  readonly standard: boolean;
  readonly fidelity: Fidelity;
  /** How it is done, in a line. */
  readonly summary: string;
  /** Parameters of severities 1 to 5. */
  readonly severities: Readonly<Record<SeverityTable, Five<Parameters>>>;
  /** Random words that it needs for an image of this size: at least as many as {@link Corruption.apply} draws. */
  words(size: PictureSize, parameters: Parameters): number;
  /** Changes the picture. What leaves 0..1 is clipped by the caller, who then truncates to whole levels. */
  apply(picture: Picture, parameters: Parameters, draws: CorruptionRandom, materials: Materials): void;
}

/** One thing a severity. */
export type Five<Item> = readonly [Item, Item, Item, Item, Item];

/** A corruption whose parameters concern nobody else: what lists and callers hold. */
export type AnyCorruption = Omit<Corruption, "severities" | "words" | "apply"> & {
  readonly severities: Readonly<Record<SeverityTable, Five<unknown>>>;
  words(size: PictureSize, parameters: unknown): number;
  apply(picture: Picture, parameters: unknown, draws: CorruptionRandom, materials: Materials): void;
};

/** Declares a corruption, and forgets the type of its parameters. */
export function corruptionOf<Parameters>(corruption: Corruption<Parameters>): AnyCorruption {
  return corruption as unknown as AnyCorruption;
}

/** Pixels of an image, over all channels. */
export function pixelCount({ channels, height, width }: PictureSize): number {
  return channels * height * width;
}
