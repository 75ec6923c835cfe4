/**
 * What an evaluation is about to do, checked before the first network is evaluated.
 *
 * @module
 */

import { readFrostPhotographs, readPublished, tableFor } from "@selectivity-lab/perturb";
import {
  describeChangedData,
  describeDivergence,
  describeOtherClasses,
  findTrainingData,
  locateTrainingData,
  readCheckpoint,
  requireFit,
} from "@selectivity-lab/run";
import { type ImageDataset, readWnids } from "@selectivity-lab/vision";
import { drawCorruptionSheet } from "../corrupt/sheet.js";
import { RobustnessError } from "../error.js";
import type { Assignment } from "./assignment.js";
import type { CorruptionSettings, RobustnessRun } from "./contracts.js";
import type { AssessedNetwork } from "./find-networks.js";
import type { RobustnessOptions } from "./options.js";
import { listMissingImages } from "./plan-assessments.js";
import { createAttackSettings, createCorruptionSettings, identifyMaterial } from "./settings.js";
import { freeImages, loadTestImages } from "./test-images.js";

/** Settings, what corruptions look like, and the corrupted images that nobody has made yet. */
export interface PreparedRun {
  readonly run: RobustnessRun;
  /** A PNG: the first images of the test split under every corruption; null where none is generated. */
  readonly examples: Uint8Array | null;
  readonly missingImages: readonly Assignment[];
}

/**
 * Completes and checks what was asked for.
 *
 * @param subjects networks of one kind: all see the same images.
 * @param home folder of the whole evaluation.
 * @throws {@link RobustnessError}, CheckpointError, DatasetError or CorruptionError.
 */
export async function prepareRun(
  subjects: readonly AssessedNetwork[],
  home: string,
  options: RobustnessOptions,
): Promise<PreparedRun> {
  const { data, dataDirs = [], transform } = options;
  const first = readCheckpoint((subjects[0] as AssessedNetwork).network);
  try {
    const { inputShape, damagedImages, classOrder } = first;
    const place = { dataDirs, imageSize: inputShape[2], transform, damagedImages, classOrder, device: "cpu" };
    const trained = await findTrainingData(first);
    const all = await loadTestImages(data ?? locateTrainingData(trained), Number.POSITIVE_INFINITY, place);
    try {
      requireFit(first, all);
      const hasSource = subjects.map(({ label, source }) => ({ label, isThere: source !== null }));
      const attacks = createAttackSettings(all, hasSource, options);
      const chosen = createCorruptionSettings(all, options);
      if (chosen) await checkSources(all, chosen, options);
      const corruptions = chosen && (await identifyMaterial(chosen, options));
      const changed = [describeChangedData(trained, all), describeOtherClasses(first, all)];
      const notes = [...changed, ...describeDiverged(subjects), ...attacks.notes].filter((note) => note !== undefined);
      const run = {
        schema: 1,
        classes: all.classes.length,
        corruptions,
        attacks: attacks.settings,
        ...(notes.length > 0 && { notes }),
      } as const;
      for (const note of notes) options.warn?.(note);
      if (!corruptions && !run.attacks)
        throw new RobustnessError({
          code: "nothing-to-evaluate",
          problem: "corruptions and attacks are both none, so there is nothing to evaluate",
          remedy: "name at least one corruption or one attack",
        });
      if (!corruptions || options.published) return { run, examples: null, missingImages: [] };
      return {
        run,
        examples: await examplesOf(all, corruptions, options),
        missingImages: await listMissingImages(all, corruptions, { home, frost: options.frost }),
      };
    } finally {
      freeImages(all);
    }
  } finally {
    for (const tensor of first.network.stateDict().values()) tensor.dispose();
  }
}

/** Weights that a trial left before it diverged. The trials of a sweep that diverged are not among its networks. */
function describeDiverged(subjects: readonly AssessedNetwork[]): (string | undefined)[] {
  return subjects.map(({ network }) => describeDivergence(network));
}

/** Meets the errors of a folder of photographs or of published images before any network does. */
async function checkSources(
  all: ImageDataset,
  { corruptions }: CorruptionSettings,
  { published, frost, dataDirs = [] }: RobustnessOptions,
): Promise<void> {
  const size = all.images.shape[2] as number;
  if (frost !== undefined) await readFrostPhotographs(frost, tableFor(size));
  if (published === undefined) return;
  const wnids = await readWnids(all, { dataDirs });
  for (const corruption of corruptions) {
    const read = await readPublished({ folder: published, corruption, severity: 1, count: 1, size, wnids });
    for (const tensor of Object.values(read)) tensor.dispose();
  }
}

/** Images in the examples. */
const SHOWN = 2;

async function examplesOf(
  all: ImageDataset,
  { corruptions, severities, seed }: CorruptionSettings,
  { frost }: RobustnessOptions,
) {
  const photographs =
    frost === undefined ? undefined : await readFrostPhotographs(frost, tableFor(all.images.shape[2] as number));
  const images = all.images.narrow(0, 0, SHOWN);
  const indices = Int32Array.from({ length: SHOWN }, (_, index) => index);
  const sheet = await drawCorruptionSheet(images, { corruptions, severities, seed, indices, frost: photographs });
  images.dispose();
  return sheet;
}
