/**
 * Corruptions by name.
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

/** All: the fifteen in the order of the literature, the four for tuning, and frost as it was published. */
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

/** What a corruption is, for those who list them. */
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

/** The nineteen that need nothing but the image: names as in the published files, but for `frost_proc`. */
export const corruptionNames: readonly string[] = ALL.filter((one) => one !== frost).map(({ name }) => name);

/** The fifteen of the mean. */
export const standardCorruptions: readonly string[] = ALL.filter((one) => one.standard && one !== frost).map(
  ({ name }) => name,
);

/**
 * The corruptions that words name: names, or one of `all`, `standard` and `none` alone.
 *
 * @param options.frost whether frost's photographs are at hand: then it takes the place of the procedural one.
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
  const named = (words.length === 1 && groups[word as string]) || words.map((name) => corruptionNamed(name).name);
  const order = [...corruptionNames, frost.name].filter((name) => named.includes(name));
  return [...new Set(order.map((name) => (name === frostProc.name && atHand ? frost.name : name)))];
}

/** What a corruption is. @throws {@link CorruptionError} for an unknown name. */
export function describeCorruption(name: string): CorruptionFacts {
  const { family, standard, fidelity, summary, severities } = corruptionNamed(name);
  return { name, family, standard, fidelity, summary, severities };
}

/** The corruption of a name. @throws {@link CorruptionError} for an unknown one. */
export function corruptionNamed(name: string): AnyCorruption {
  const found = ALL.find((one) => one.name === name);
  if (found) return found;
  const meant = findNearest(name, corruptionNames);
  throw new CorruptionError({
    code: "unknown-corruption",
    problem: `There is no corruption "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose among ${corruptionNames.join(", ")}`,
  });
}
