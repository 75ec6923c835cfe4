/**
 * From options to the settings that determine every result: complete, checked, and the same for all networks.
 *
 * @module
 */

import {
  checksumFrost,
  checksumPublished,
  corruptionVersion,
  parseCorruptionNames,
  tableFor,
} from "@selectivity-lab/perturb";
import type { ImageDataset } from "@selectivity-lab/vision";
import { RobustnessError } from "../error.js";
import { DEFAULT_EPSILONS, parseEpsilons } from "./budgets.js";
import { type AttackedSetting, chooseAttacks } from "./choose-attacks.js";
import type { AttackSettings, CorruptionSettings } from "./contracts.js";
import type { RobustnessOptions } from "./options.js";

const SEVERITIES = [1, 2, 3, 4, 5];

/** Creates the settings of the corruptions; null if none are requested. @throws {@link RobustnessError} for invalid options. */
export function createCorruptionSettings(dataset: ImageDataset, options: RobustnessOptions): CorruptionSettings | null {
  const { severities = SEVERITIES, published, frost } = options;
  const corruptions = parseCorruptionNames(options.corruptions ?? ["standard"], { frost: frost !== undefined });
  if (corruptions.includes("frost") && !frost && !published)
    throw new RobustnessError({
      code: "missing-frost-photographs",
      problem: "frost needs the original photographs",
      remedy: "name their folder with --frost, or use frost_proc",
    });
  if (corruptions.length === 0) return null;
  const wrong = severities.find((severity) => !SEVERITIES.includes(severity));
  if (wrong !== undefined || severities.length === 0)
    throw new RobustnessError({
      code: "invalid-severity",
      problem: `severities: expected whole numbers from 1 to 5, got ${wrong ?? "none"}`,
      remedy: "write them as 1,3,5, or leave the option out for all five",
    });
  return {
    ...describeImages(dataset, options.images ?? dataset.labels.numel, options),
    corruptions,
    severities: [...new Set(severities)].sort(),
    generator: published ? "published" : corruptionVersion,
    ...(!published && tableFor(dataset.images.shape[2] as number) === "imagenet" && { table: "imagenet" as const }),
  };
}

/**
 * Adds the checksums of the frost photographs, or of the published files, so that results from other files get another key.
 *
 * @throws CorruptionError if a file is missing.
 */
export async function identifyMaterial(
  settings: CorruptionSettings,
  { published, frost }: Pick<RobustnessOptions, "published" | "frost">,
): Promise<CorruptionSettings> {
  const material: Record<string, string> = {};
  for (const corruption of settings.corruptions)
    if (published !== undefined) material[corruption] = await checksumPublished(published, corruption);
    else if (corruption === "frost" && frost !== undefined) material[corruption] = await checksumFrost(frost);
  return Object.keys(material).length === 0 ? settings : { ...settings, material };
}

/** The settings of the attacks, and lines about attacks that cannot run. */
export interface ChosenAttackSettings {
  /** Null if none are requested. */
  readonly settings: AttackSettings | null;
  readonly notes: readonly string[];
}

/** Creates the settings of the attacks. @throws {@link RobustnessError} for invalid options, and attacks that were named and cannot run. */
export function createAttackSettings(
  dataset: ImageDataset,
  hasSource: AttackedSetting["hasSource"],
  options: RobustnessOptions,
): ChosenAttackSettings {
  const { attacks: words, norm = "linf", attackImages = 500, checkImages = 100 } = options;
  if (words && (words.length === 0 || words.join() === "none")) return { settings: null, notes: [] };
  const epsilons = options.epsilons ? parseEpsilons(options.epsilons, norm) : [...DEFAULT_EPSILONS[norm]];
  const { name, classes } = dataset;
  const setting = { dataset: name, classes: classes.length, norm, epsilons, hasSource };
  const { attacks, notes } = chooseAttacks(options, setting);
  const images = Math.min(attackImages, dataset.labels.numel);
  const settings = {
    ...describeImages(dataset, images, options),
    ...{ norm, epsilons, attacks: [...attacks], checkImages: Math.min(checkImages, images) },
  };
  return { settings, notes };
}

function describeImages(
  { name, images: pixels, labels, sha256, skipped = [], transform, classOrder }: ImageDataset,
  images: number,
  { seed = 0 }: RobustnessOptions,
) {
  return {
    dataset: name,
    split: "test" as const,
    images: Math.min(images, labels.numel),
    imageSize: pixels.shape[2] as number,
    ...(transform && { transform }),
    ...(skipped.length > 0 && { damagedImages: "skip" as const }),
    ...(classOrder && { classOrder: classOrder === "natural" ? classOrder : [...classOrder] }),
    data: { ...sha256 },
    seed,
  };
}
