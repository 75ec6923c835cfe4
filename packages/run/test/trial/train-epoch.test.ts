import { join } from "node:path";
import { isTF32Allowed } from "@selectivity-lab/torch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { tinyData, trialWith } from "../../../testing/src/trials.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";
import { initialProgress } from "../../src/trial/state/state.js";
import { closeRun, openRun } from "../../src/trial/steps/open-run.js";
import { trainEpoch } from "../../src/trial/train-epoch.js";

const home = temporaryFolder();
let data: TrialData;
beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

// Readable without a GPU: the flag is libtorch's own, whatever the device. Attacks on CUDA once ran in TF32 because training left it on.
test.each(["tf32", "float32"] as const)("TF32 is on within steps of %s training only", (precision) => {
  const run = openRun(trialWith({ model: "mlp", modelOptions: { widths: [8] }, precision }), data);
  const inside = new Set<boolean>();
  const outside = new Set<boolean>();
  const step: typeof run.step = {
    take: (...args) => {
      inside.add(isTF32Allowed());
      return run.step.take(...args);
    },
    dispose: () => {},
  };
  for (const _ of trainEpoch({ ...run, step }, initialProgress)) outside.add(isTF32Allowed());
  outside.add(isTF32Allowed());
  expect([...inside]).toEqual([precision === "tf32"]);
  expect([...outside]).toEqual([false]);
  closeRun(run);
});
