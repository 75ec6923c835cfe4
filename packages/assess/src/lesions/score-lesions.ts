/**
 * What a network gets wrong without some of its units, lesion by lesion and class by class.
 *
 * Many lesions are looked at in one pass. The layers before a lesion are computed once for all of its group; a lesion of units that are
 * silent for an image anyway is not computed for it, since it changes nothing there.
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { type HeldValues, type Lesion, LesionTap } from "@selectivity-lab/selectivity";
import { noGrad, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { batches, type ImageDataset, type ImageModel } from "@selectivity-lab/vision";
import { LesionSums, type LesionTotals, type NumberedRow } from "./lesion-sums.js";
import { readNumbers, scoreLogits } from "./score-logits.js";
import { SilenceTap } from "./silence-tap.js";

/** How lesions are scored. */
export interface LesionOptions {
  /** At what removed units are held; 0 by default. */
  readonly held?: HeldValues | undefined;
  /** Ways through the network in one pass; 1024 by default. */
  readonly rows?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after every batch of images how many are done, and of how many. */
  readonly onImages?: ((done: number, of: number) => void) | undefined;
}

/** Images of which the layers before the lesions are computed together. */
const IMAGES = 64;
const ROWS = 1024;

/**
 * Scores lesions on some images of a data set.
 *
 * @param network on the device of the images; is put into evaluation mode.
 * @returns the totals by lesion and class; `undefined` when it was stopped.
 */
export async function scoreLesions(
  network: ImageModel,
  dataset: ImageDataset,
  indices: Int32Array,
  lesions: readonly Lesion[],
  { held, rows = ROWS, signal, onImages }: LesionOptions = {},
): Promise<LesionTotals | undefined> {
  network.eval();
  const sums = new LesionSums(dataset.classes.length, lesions.length);
  const groups = groupLesions(lesions, network.unitLayers());
  let done = 0;
  for (const { images, labels } of batches(dataset, indices, { batchSize: IMAGES })) {
    const truth = Int32Array.from(readNumbers(labels));
    const silence = held ? undefined : new SilenceTap();
    const whole = pass(() => scoreLogits(network.forward(images, silence), labels));
    sums.addWhole(truth, whole);
    for (const group of groups)
      for (const some of chunk(listRows(group, truth.length, silence), rows)) {
        if (signal?.aborted) return undefined;
        sums.addRows(
          truth,
          some,
          whole,
          pass(() => scoreRows(network, images, labels, { some, held })),
        );
        await setImmediate(); // lets a stop be heard
      }
    done += truth.length;
    onImages?.(done, indices.length);
  }
  return sums.totals();
}

const pass = <Result>(work: () => Result) => noGrad(() => scope(work));

function scoreRows(
  network: ImageModel,
  images: Tensor,
  labels: Tensor,
  { some, held }: { readonly some: readonly NumberedRow[]; readonly held: HeldValues | undefined },
) {
  const tap = new LesionTap(some, held);
  const logits = tap.readRows(network.forward(images, tap)); // [R, K]
  const index = tensor(
    Int32Array.from(some, ({ image }) => image),
    { dtype: "int64", device: labels.device },
  );
  return scoreLogits(logits, labels.indexSelect(0, index));
}

/** Lesions whose first layer is the same, so that they part at the same place. */
type Group = readonly { readonly lesion: Lesion; readonly number: number }[];

function groupLesions(lesions: readonly Lesion[], layers: readonly string[]): Group[] {
  const groups = new Map<string | undefined, { lesion: Lesion; number: number }[]>();
  for (const [number, lesion] of lesions.entries()) {
    const first = layers.find((layer) => lesion.has(layer));
    groups.set(first, [...(groups.get(first) ?? []), { lesion, number }]);
  }
  groups.delete(undefined); // without any unit, they change nothing
  return [...groups.values()];
}

/** Every lesion of every image, but for those that change nothing. */
function listRows(group: Group, images: number, silence: SilenceTap | undefined): NumberedRow[] {
  return Array.from({ length: images }, (_, image) => image).flatMap((image) =>
    group.filter(({ lesion }) => !silence?.changesNothing(lesion, image)).map((entry) => ({ ...entry, image })),
  );
}

function* chunk<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
