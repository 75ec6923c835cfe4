/**
 * The order of all images by the response of each unit: what measures of ranks are computed from.
 *
 * Ranks need all responses at once. Memory is 8 bytes per image and unit: 55 MB for 10,000 images and a ResNet20 (688 units), 1.6 GB for
 * 50,000 images and a ResNet18 (4,032 units). All labellings and all measures share it.
 * @module
 */
import { operator, scope, tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import { classSizes, LEFT_OUT } from "./labels.js";
import type { ClassCount, Collector, Counted, LabelledImages, ResponseStatistic } from "./response-statistic.js";

/** The responses of a network's units, in order, under one labelling. */
export interface RankedResponses extends ClassCount {
  /** U. */
  readonly units: number;
  /** `[K]`: images by class. */
  readonly sizes: readonly number[];
  /** Images under this labelling. */
  readonly images: number;
  /** The images of a unit, from the lowest response to the highest. Overwritten by the next call. */
  readUnit(unit: number): UnitOrder;
}

/** Images in ascending order of one unit's response. */
export interface UnitOrder {
  /** `[images]`: the classes of the images. */
  readonly labels: Int32Array;
  /** `[groups + 1]`: where in `labels` each group of equal responses starts, and the end of the last. */
  readonly starts: Int32Array;
  /** `[groups]`: where each group starts among the images of all labellings; the same responses have the same place in every labelling. */
  readonly places: Int32Array;
}

/** Bytes that ranks may take; see the module. */
const LARGEST = 4 * 2 ** 30;
const BYTES = 8;

/** See the module. */
export const rankedResponsesStatistic: ResponseStatistic<RankedResponses> = {
  name: "ranks",
  collect: (images) => new ResponseOrders(images),
};

/** Keeps all responses and sorts them. */
class ResponseOrders implements Collector<RankedResponses> {
  readonly #images: LabelledImages;
  /** In order of images, `[B, U]` each: float32 where it holds the responses exactly, as those of a float32 network. */
  readonly #batches: (Float32Array | Float64Array)[] = [];

  constructor(images: LabelledImages) {
    const count = images.labellings[0]?.length ?? 0;
    const bytes = count * images.units * BYTES;
    if (bytes > LARGEST)
      throw new SelectivityError("too-many-responses", {
        problem: `measures of ranks keep all responses: ${count} images and ${images.units} units need ${(bytes / 2 ** 30).toFixed(1)} GiB, and at most ${LARGEST / 2 ** 30} are taken.`,
        remedy: "measure fewer images, or only measures that need no ranks",
      });
    this.#images = images;
  }

  add(_first: number, activations: Float64Array): void {
    const short = Float32Array.from(activations);
    this.#batches.push(short.every((value, i) => value === activations[i]) ? short : activations.slice());
  }

  results(): Counted<RankedResponses>[] {
    const { labellings, classes, units } = this.#images;
    const orders = Array.from({ length: units }, (_, unit) => sortImages(this.#responsesOf(unit)));
    return labellings.map((labels) => {
      const sizes = classSizes(labels, classes);
      const images = sizes.reduce((sum, size) => sum + size, 0);
      const reader = new OrderReader(labels, images);
      return {
        units,
        sizes,
        images,
        classes: sizes.filter((size) => size > 0).length,
        readUnit: (unit) => reader.read(orders[unit] as Int32Array),
      };
    });
  }

  #responsesOf(unit: number): Float64Array {
    const { labellings, units } = this.#images;
    const found = new Float64Array(labellings[0]?.length ?? 0);
    let image = 0;
    for (const batch of this.#batches)
      for (let from = unit; from < batch.length; from += units) found[image++] = batch[from] as number;
    return found;
  }
}

/** `[N]`: twice an image's number, in ascending order of response, plus 1 where the next response is the same. */
function sortImages(responses: Float64Array): Int32Array {
  return scope(() => {
    const [sorted, order] = sort(tensor(responses, { shape: [responses.length] }), true, 0, false);
    const values = sorted.toTypedArray() as Float64Array;
    const images = order.to({ dtype: "int32" }).toTypedArray() as Int32Array;
    return images.map((image, place) => 2 * image + Number(values[place] === values[place + 1]));
  });
}

const sort = operator("aten::sort.stable");

/** Reads units under one labelling, into the same memory. */
class OrderReader {
  readonly #labels: Int32Array;
  readonly #order: UnitOrder;

  constructor(labels: Int32Array, images: number) {
    this.#labels = labels;
    this.#order = {
      labels: new Int32Array(images),
      starts: new Int32Array(images + 1),
      places: new Int32Array(images),
    };
  }

  read(order: Int32Array): UnitOrder {
    const { labels, starts, places } = this.#order;
    let [images, groups, place] = [0, 0, 0];
    for (let i = 0; i < order.length; i++) {
      const item = order[i] as number;
      const label = this.#labels[item >> 1] as number;
      if (label !== LEFT_OUT) labels[images++] = label;
      if (item & 1) continue;
      if (images > (starts[groups] as number)) {
        places[groups++] = place;
        starts[groups] = images;
      }
      place = i + 1;
    }
    return { labels, starts: starts.subarray(0, groups + 1), places: places.subarray(0, groups) };
  }
}
