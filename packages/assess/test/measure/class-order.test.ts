import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint, type TrialResult, trainTrial } from "@selectivity-lab/run";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyPhotos } from "../../../testing/src/tiny-photos.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { runAblation } from "../../src/ablate/run-ablation.js";
import { measure } from "../../src/measure/measure.js";

const home = temporaryFolder();
const photos = join(home, "photos");
const names = ["2", "10", "1", "9"];
const recipe = { dataset: photos, model: "mlp", modelOptions: { widths: [8] }, imageSize: 8, augment: {} };
const small = { trainImages: 30, validationImages: 8, epochs: 3 };

/** The photos of a class keep their place when their folder is called by a number. */
beforeAll(async () => {
  await writeTinyPhotos(photos);
  for (const split of ["train", "test"]) {
    mkdirSync(join(photos, split), { recursive: true });
    for (const [label, name] of names.entries())
      renameSync(join(photos, split, `class${label}`), join(photos, split, name));
  }
});

describe("a network trained with an order of classes", () => {
  test.each([
    ["natural", ["1", "2", "9", "10"]],
    [names, names],
  ] as const)("%j is measured and ablated with it", async (classOrder, classes) => {
    const folder = join(home, String(classOrder));
    const trial = trialWith({ ...recipe, ...small, classOrder });
    const result = (await trainTrial(trial, { folder, stop: never })) as TrialResult;
    const checkpoint = readCheckpoint(folder);
    expect(checkpoint).toMatchObject({ classes, classOrder });
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
    expect(await measure(folder)).toEqual(result.test);
    const { table, failed } = await runAblation(folder, { images: 8, jobs: 1, threads: 1 });
    expect(failed).toEqual([]);
    expect(table.networks[0]?.result?.found.classes).toEqual(classes);
    await expect(measure(folder, { classOrder: "text" })).rejects.toThrow("different order");
  });

  test("has another id than one in the order of text, which has the id that it always had", () => {
    const ids = (["text", "natural", names] as const).map((classOrder) => trialWith({ ...recipe, classOrder }).id);
    expect(new Set([...ids, trialWith(recipe).id]).size).toBe(3);
    expect(ids[0]).toBe(trialWith(recipe).id);
  });
});
