import { join } from "node:path";
import type { HeldValues, Lesion } from "@selectivity-lab/selectivity";
import { Generator, liveTensors, noGrad, scope, type Tap, type Tensor, tensor } from "@selectivity-lab/torch";
import { batches, createModel, type ImageDataset, loadDataset, registerModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlpWithDropout } from "../../../testing/src/dropout-model.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import type { LesionTotals } from "../../src/lesions/lesion-sums.js";
import { scoreLesions } from "../../src/lesions/score-lesions.js";

const home = temporaryFolder();
let dataset: ImageDataset;

beforeAll(async () => {
  registerModel(mlpWithDropout);
  dataset = await loadDataset("fashion-mnist", "test", {
    dataDirs: [writeTinyImages(join(home, "data"), { test: 70 })],
  });
});
afterAll(() => {
  dataset.images.dispose();
  dataset.labels.dispose();
});

const INDICES = Int32Array.from({ length: 70 }, (_, index) => index);

function create(name: string, options: object) {
  const spec = { inputShape: [1, 28, 28] as const, classes: 10, options: { ...options }, generator: new Generator(1) };
  return createModel(name, spec).to({ memoryFormat: "channels_last" });
}

/** Removes units the plain way: one lesion, every image, by a factor. */
class PlainTap implements Tap {
  readonly widths = new Map<string, number>();

  constructor(
    private readonly lesion: Lesion,
    private readonly held?: HeldValues,
  ) {}

  wants(): boolean {
    return true;
  }

  record(layer: string, { shape }: Tensor): void {
    this.widths.set(layer, shape[1] as number);
  }

  replace(layer: string, activation: Tensor): Tensor {
    const units = this.lesion.get(layer);
    if (!units) return activation;
    const [, width = 0, ...space] = activation.shape;
    const all = Array.from({ length: width }, (_, unit) => unit);
    const shape = [1, width, ...space.map(() => 1)];
    const kept = tensor(
      Float32Array.from(all, (unit) => Number(!units.includes(unit))),
      { shape },
    );
    const added = tensor(
      Float32Array.from(all, (unit) => (units.includes(unit) ? (this.held?.get(layer)?.[unit] ?? 0) : 0)),
      { shape },
    );
    return activation.mul(kept).add(added);
  }
}

/** Logits of all images with one lesion, in a batch of their own. */
function plainLogits(network: ReturnType<typeof create>, lesion: Lesion, held?: HeldValues): number[][] {
  return noGrad(() =>
    scope(() => {
      network.eval();
      const tap = new PlainTap(lesion, held);
      const rows: number[][] = [];
      for (const { images } of batches(dataset, INDICES, { batchSize: 70 }))
        rows.push(...(network.forward(images, tap).toArray() as number[][]));
      return rows;
    }),
  );
}

function plainTotals(logits: readonly (readonly number[])[]) {
  const labels = Array.from(dataset.labels.toTypedArray() as ArrayLike<bigint>, Number);
  const [correct, margin] = [new Array<number>(10).fill(0), new Array<number>(10).fill(0)];
  for (const [image, row] of logits.entries()) {
    const label = labels[image] as number;
    const others = Math.max(...row.filter((_, other) => other !== label));
    correct[label] = (correct[label] as number) + Number(row.indexOf(Math.max(...row)) === label);
    margin[label] = (margin[label] as number) + (row[label] as number) - others;
  }
  return { correct, margin };
}

/** Every unit of every layer. */
function singleUnits(network: ReturnType<typeof create>): Lesion[] {
  const tap = new PlainTap(new Map());
  network.eval();
  scope(() => {
    for (const { images } of batches(dataset, INDICES.slice(0, 2), { batchSize: 2 })) network.forward(images, tap);
  });
  return [...tap.widths].flatMap(([layer, width]) =>
    Array.from({ length: width }, (_, unit) => new Map([[layer, [unit]]])),
  );
}

const NETWORKS: [string, object][] = [
  ["resnet8", { width: 2 }],
  ["resnet50", { width: 2 }],
  ["mlp", { widths: [6, 5] }],
  ["convnet", { widths: [3, 4], hidden: 5 }],
  ["mlp-dropout", {}],
];

describe("scoreLesions", () => {
  test.each(NETWORKS)("is for every unit of a %s what one lesion at a time is", async (name, options) => {
    const network = create(name, options);
    const lesions = singleUnits(network);
    const totals = (await scoreLesions(network, dataset, INDICES, lesions, { rows: 97 })) as LesionTotals;
    expect(totals.images.reduce((sum, count) => sum + count)).toBe(70);
    expectTotals(totals.whole, plainTotals(plainLogits(network, new Map())));
    for (const [i, lesion] of lesions.entries())
      expectTotals(totals.lesions[i] as LesionTotals["whole"], plainTotals(plainLogits(network, lesion)));
  });

  test.each(NETWORKS.slice(0, 4))(
    "removes units of several layers of a %s at once, also holding them",
    async (name, options) => {
      const network = create(name, options);
      const layers = network.unitLayers();
      const [first = "", last = ""] = [layers[0], layers.at(-1)];
      const lesions: Lesion[] = [
        new Map([
          [first, [0, 1]],
          [last, [1]],
        ]),
        new Map([[last, [0]]]),
        new Map(),
        new Map([
          [first, []],
          [last, [1, 0]],
        ]),
      ];
      const held = new Map(layers.map((layer) => [layer, [0.25, 0.5, 0, 0, 0, 0]]));
      for (const hold of [undefined, held]) {
        const totals = (await scoreLesions(network, dataset, INDICES, lesions, { held: hold })) as LesionTotals;
        for (const [i, lesion] of lesions.entries())
          expectTotals(totals.lesions[i] as LesionTotals["whole"], plainTotals(plainLogits(network, lesion, hold)));
      }
    },
  );

  test("does not depend on how many rows a pass has, not even as many as images", async () => {
    const network = create("resnet8", { width: 2 });
    const lesions = singleUnits(network);
    const [few, many] = await Promise.all(
      [64, 1000].map((rows) => scoreLesions(network, dataset, INDICES, lesions, { rows })),
    );
    for (const [i, lesion] of (many as LesionTotals).lesions.entries())
      expectTotals((few as LesionTotals).lesions[i] as LesionTotals["whole"], lesion);
  });

  test("says that a model does not go on with what it is given", async () => {
    const network = create("mlp", { widths: [4] });
    const forward = network.forward.bind(network);
    network.forward = (images, tap) => forward(images, tap && { wants: () => true, record: tap.record.bind(tap) });
    await expect(scoreLesions(network, dataset, INDICES, [new Map([["relu1", [0]]])])).rejects.toThrow(
      'units cannot be removed: the forward pass did not ask what to go on with after layer "relu1".',
    );
  });

  test("refuses a unit that a layer does not have", async () => {
    const network = create("mlp", { widths: [4] });
    const held = new Map([["relu1", [1]]]);
    await expect(scoreLesions(network, dataset, INDICES, [new Map([["relu1", [4]]])], { held })).rejects.toThrow(
      'layer "relu1" has 4 units, 0 to 3, got 4.',
    );
  });

  test("stops between passes, and leaves no tensor behind", async () => {
    const network = create("mlp", { widths: [4] });
    const before = liveTensors();
    const stop = new AbortController();
    stop.abort();
    const held = new Map([["relu1", [1, 1, 1, 1]]]);
    expect(
      await scoreLesions(network, dataset, INDICES, singleUnits(network), { held, signal: stop.signal }),
    ).toBeUndefined();
    await scoreLesions(network, dataset, INDICES, singleUnits(network));
    expect(liveTensors()).toBeLessThanOrEqual(before);
  });
});

function expectTotals(
  found: LesionTotals["whole"],
  expected: { correct: ArrayLike<number>; margin: ArrayLike<number> },
): void {
  expect([...found.correct]).toEqual([...Array.from(expected.correct)]);
  for (const [label, margin] of Array.from(expected.margin).entries())
    expect(Math.abs((found.margin[label] as number) - margin)).toBeLessThan(2e-5); // 7 images of a class, logits of float32 in batches of another size
}
