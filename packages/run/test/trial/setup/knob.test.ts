import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { recipeWith, tinyData } from "../../../../testing/src/trials.js";
import { closeKnob, type Knob, openKnob } from "../../../src/trial/setup/knob.js";
import { disposeData, splitTrainingImages, type TrialData } from "../../../src/trial/setup/prepare.js";

const home = temporaryFolder();
let data: TrialData;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

const readLabels = ({ labels }: Pick<Knob, "labels">) => Array.from(labels?.toTypedArray() ?? [], Number);

/** The labels by which the knob measures, of all images. */
function shuffledLabels(changes: object, seed: number): { labels: number[]; train: Int32Array } {
  const recipe = recipeWith({ knobLabels: "shuffled", ...changes });
  const { train } = splitTrainingImages(recipe, seed, data);
  const knob = openKnob(recipe, seed, { dataset: data.train, train, unitLayers: ["relu"] });
  const labels = readLabels(knob);
  closeKnob(knob);
  return { labels, train };
}

describe("a knob on shuffled labels", () => {
  const truth = () => readLabels({ labels: data.train.labels });

  test("deals the labels of the training images among them, once per seed", () => {
    const { labels, train } = shuffledLabels({}, 3);
    const count = (of: number[]) => [...train].map((image) => of[image] as number).sort();
    expect(count(labels)).toEqual(count(truth()));
    const kept = [...train].filter((image) => labels[image] === truth()[image]).length;
    expect(kept / train.length).toBeLessThan(0.25); // a tenth by chance; 200 images, sd 0.02
    expect(shuffledLabels({ alpha: -1, measure: "hoyer" }, 3).labels).toEqual(labels);
    expect(shuffledLabels({}, 4).labels).not.toEqual(labels);
  });

  test("leaves the other images their labels", () => {
    const { labels, train } = shuffledLabels({}, 0);
    const trained = new Set(train);
    for (const [image, label] of truth().entries()) if (!trained.has(image)) expect(labels[image]).toBe(label);
  });

  test("is off by default", () => {
    const knob = openKnob(recipeWith(), 0, { dataset: data.train, train: Int32Array.of(0), unitLayers: ["relu"] });
    expect(knob.labels).toBeUndefined();
    expect(knob.measure.name).toBe("index");
    closeKnob(knob);
  });
});
