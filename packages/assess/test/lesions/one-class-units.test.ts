/** A network built by hand, each of whose units carries one class: removing it must destroy exactly that class. */
import { SELECTIVITY_MEASURES } from "@selectivity-lab/selectivity";
import { fromBytes, Generator, noGrad, tensor } from "@selectivity-lab/torch";
import { createModel, type ImageDataset } from "@selectivity-lab/vision";
import { afterAll, describe, expect, test } from "vitest";
import type { InspectionPlace } from "../../src/inspect/inspection.js";
import { cumulativeAblation } from "../../src/lesions/cumulative-ablation.js";
import { unitAblation } from "../../src/lesions/unit-ablation.js";

const CLASSES = 4;
const PER_CLASS = 20;

/** Each image is a single bright pixel, whose place is its class; brightness varies. */
function createImages(): ImageDataset {
  const count = CLASSES * PER_CLASS;
  const pixels = new Uint8Array(count * CLASSES);
  for (let image = 0; image < count; image++) pixels[image * CLASSES + (image % CLASSES)] = 155 + image;
  return {
    ...{ name: "pixels", split: "test", mean: [0], std: [1], sha256: {}, classes: ["a", "b", "c", "d"] },
    images: fromBytes(pixels, { dtype: "uint8", shape: [count, 1, 1, CLASSES] }),
    labels: tensor(BigInt64Array.from({ length: count }, (_, image) => BigInt(image % CLASSES))),
  };
}

const dataset = createImages();
afterAll(() => {
  dataset.images.dispose();
  dataset.labels.dispose();
});

/** Unit u answers to pixel u alone, and votes for class u; without any vote the answer is the next class. */
function createNetwork() {
  const spec = { inputShape: [1, 1, CLASSES] as const, classes: CLASSES, generator: new Generator(0) };
  const network = createModel("mlp", { ...spec, options: { widths: [CLASSES + 1] } });
  const rows = (count: number) =>
    Array.from({ length: count }, (_, row) => Array.from({ length: CLASSES }, (_, column) => Number(row === column)));
  noGrad(() => {
    const parameters = new Map(network.namedParameters());
    parameters.get("fc1.weight")?.copy_(tensor(rows(CLASSES + 1))); // unit 4 is dead
    parameters.get("fc1.bias")?.zero_();
    parameters.get("fc.weight")?.copy_(tensor(rows(CLASSES).map((row, i) => [...row, i === 0 ? 1 : 0])));
    parameters.get("fc.bias")?.copy_(tensor([0, 0.001, 0.002, 0.003]));
  });
  return network;
}

const place = {
  checkpoint: { file: "by hand", network: createNetwork() },
  ...{ device: "cpu", stop: new AbortController().signal, onStep: () => {}, loadImages: async () => dataset },
} as unknown as InspectionPlace;
const images = { dataset: "pixels", split: "test", images: CLASSES * PER_CLASS, imageSize: 1, data: {} } as const;
const measures = SELECTIVITY_MEASURES.map(({ name }) => name);

describe("units that carry one class each", () => {
  test("are called selective by every measure, and destroy their class when they are removed", async () => {
    const settings = { images, layers: ["relu1"], to: "zero", measures } as const;
    const found = (await unitAblation.inspect(place, { ...settings, layers: ["relu1"], measures }))?.found;
    const [layer] = found?.layers ?? [];
    expect(found?.whole).toMatchObject({ accuracy: 1, accuracyByClass: [1, 1, 1, 1] });
    expect(layer?.selectedClass).toEqual([0, 1, 2, 3, -1]);
    // without its vote, class 3 still has the largest bias: its answer stays right, and only its margin falls
    expect(layer?.accuracyDamageByClass).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    for (const [unit, damage] of layer?.marginDamageByClass.entries() ?? [])
      for (const [label, value] of damage.entries())
        if (unit === label) expect(value).toBeGreaterThan(0.6);
        else expect(Math.abs(value as number), `${unit} ${label}`).toBeLessThan(1e-6);
    const least = { index: 0.999, sparseness: 0.999, hoyer: 0.999, dprime: 3, auc: 1, informedness: 1 };
    const others = { precision: 20 / 60, information: 0.7, localist: 1, monosemanticity: 1 - 1e-9 };
    for (const [measure, value] of Object.entries({ ...least, ...others }))
      for (const unit of [0, 1, 2, 3])
        expect(layer?.selectivity[measure]?.[unit], measure).toBeGreaterThanOrEqual(value);
  });

  test("are taken one after the other, with the accuracy that is left", async () => {
    const settings = { images, scopes: [{ name: "all", layers: ["relu1"] }], to: "zero", by: "index" } as const;
    const found = await cumulativeAblation.inspect(place, {
      ...{ ...settings, scopes: [{ name: "all", layers: ["relu1"] }] },
      ...{ steps: 5, random: 3, seed: 1 },
    });
    const [scope] = found?.found.scopes ?? [];
    expect(scope?.fractions).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    // the dead unit, whose index is 0, is last in one order and first in the other; class 3 is right without any unit
    expect(scope?.selective.accuracy.at(-1)).toBe(0.25);
    expect(scope?.selective.accuracy.at(-2)).toBe(0.25);
    expect(scope?.unselective.accuracy.slice(0, 2)).toEqual([1, 1]);
    expect(scope?.random).toHaveLength(3);
    const { accuracy = [], area } = scope?.selective ?? {};
    const trapezoids = accuracy.slice(1).map((value, i) => (value + (accuracy[i] as number)) / 2 / 5);
    expect(area).toBeCloseTo(trapezoids.reduce((sum, part) => sum + part) / 1, 12);
  });

  test("of which none is right cannot lose anything: a stop leaves nothing", async () => {
    const stop = new AbortController();
    stop.abort();
    const settings = { images, layers: ["relu1"], to: "mean" as const, measures: ["index" as const] };
    await expect(unitAblation.inspect({ ...place, stop: stop.signal }, settings)).rejects.toThrow("aborted");
  });
});
