/**
 * The list of corruptions. A new corruption is a line here.
 *
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import type { AnyCorruption, CorruptionFamily, Fidelity, SeverityTable } from "./contract/corruption.js";
import { CorruptionError } from "./contract/error.js";
import { brightness } from "./kinds/brightness.js";
import { contrast } from "./kinds/contrast.js";
import { defocusBlur } from "./kinds/defocus-blur.js";
import { elasticTransform } from "./kinds/elastic-transform.js";
import { fog } from "./kinds/fog.js";
import { frost, frostProc } from "./kinds/frost.js";
import { gaussianBlur } from "./kinds/gaussian-blur.js";
import { glassBlur } from "./kinds/glass-blur.js";
import { jpegCompression } from "./kinds/jpeg-compression.js";
import { motionBlur } from "./kinds/motion-blur.js";
import { gaussianNoise, impulseNoise, shotNoise, speckleNoise } from "./kinds/noise.js";
import { pixelate } from "./kinds/pixelate.js";
import { saturate } from "./kinds/saturate.js";
import { snow } from "./kinds/snow.js";
import { spatter } from "./kinds/spatter.js";
import { zoomBlur } from "./kinds/zoom-blur.js";

/** All corruptions: the fifteen in the order of the literature, the four for tuning, and the original frost. */
const ALL: readonly AnyCorruption[] = [
  ...[gaussianNoise, shotNoise, impulseNoise],
  ...[defocusBlur, glassBlur, motionBlur, zoomBlur],
  ...[snow, frostProc, fog, brightness],
  ...[contrast, elasticTransform, pixelate, jpegCompression],
  ...[speckleNoise, gaussianBlur, spatter, saturate],
  frost,
];

/** Part of the identity of every generated set: it changes when the same seed gives different pixels. */
export const corruptionVersion = "2";

/** What is known of a corruption, for lists. */
export interface CorruptionFacts {
  readonly name: string;
  readonly family: CorruptionFamily;
  /** Whether it is one of the fifteen of the mean; the others are for tuning. */
  readonly standard: boolean;
  readonly fidelity: Fidelity;
  readonly summary: string;
  /** Parameters of severities 1 to 5. */
  readonly severities: Readonly<Record<SeverityTable, readonly unknown[]>>;
}

/** Names of the nineteen that need nothing but the image, as in the published files except `frost_proc`. */
export const corruptionNames: readonly string[] = ALL.filter((one) => one !== frost).map(({ name }) => name);

/** Names of the fifteen that are averaged. */
export const standardCorruptions: readonly string[] = ALL.filter((one) => one.standard && one !== frost).map(
  ({ name }) => name,
);

/**
 * Reads a list of corruptions: names, or one of `all`, `standard` and `none`.
 *
 * @param options.frost whether the photographs of frost are given: `frost` then replaces `frost_proc`.
 * @returns names in the order of {@link corruptionNames}, each once.
 * @throws {@link CorruptionError} for an unknown name.
 */
export function parseCorruptionNames(words: readonly string[], { frost: atHand = false } = {}): string[] {
  const [word] = words;
  const groups: Readonly<Record<string, readonly string[]>> = {
    all: corruptionNames,
    standard: standardCorruptions,
    none: [],
  };
  const named = (words.length === 1 && groups[word as string]) || words.map((name) => findCorruption(name).name);
  const order = [...corruptionNames, frost.name].filter((name) => named.includes(name));
  return [...new Set(order.map((name) => (name === frostProc.name && atHand ? frost.name : name)))];
}

/** Describes a corruption. @throws {@link CorruptionError} for an unknown name. */
export function describeCorruption(name: string): CorruptionFacts {
  const { family, standard, fidelity, summary, severities } = findCorruption(name);
  return { name, family, standard, fidelity, summary, severities };
}

/** Finds a corruption by its name. @throws {@link CorruptionError} for an unknown name. */
export function findCorruption(name: string): AnyCorruption {
  const found = ALL.find((one) => one.name === name);
  if (found) return found;
  const meant = findNearest(name, corruptionNames);
  throw new CorruptionError({
    code: "unknown-corruption",
    problem: `There is no corruption "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose among ${corruptionNames.join(", ")}`,
  });
}
