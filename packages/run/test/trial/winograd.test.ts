import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Conv2d, kernels, scope } from "@selectivity-lab/torch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checksums, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../testing/src/trials.js";
import { readCheckpoint } from "../../src/checkpoints/weights.js";
import { runTrial } from "../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";

const home = temporaryFolder();
const WEIGHTS = ["model.safetensors", "best.safetensors"];
let data: TrialData;
beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

async function trained(name: string, changes: object): Promise<string> {
  const folder = join(home, name);
  await runTrial(trialWith({ modelOptions: { width: 8 }, ...changes }), folder, data, { stop: never });
  return folder;
}

/** How the convolutions of a trained network are computed. */
const formsOf = (folder: string) =>
  scope(() => {
    const { network } = readCheckpoint(folder);
    const convolutions = network.modules().filter((module) => module instanceof Conv2d);
    return new Set(convolutions.map(({ form }) => form));
  });

describe("a trial with Winograd's form", () => {
  test.skipIf(kernels().running === "baseline")(
    "ends in other bits than a direct one, and in the same every time",
    async () => {
      const names = ["direct", "winograd", "again"] as const;
      const folders = [];
      for (const name of names)
        folders.push(await trained(name, { convolutions: name === "direct" ? name : "winograd" }));
      const [direct, winograd, again] = folders.map((folder) => checksums(folder, WEIGHTS));
      expect(winograd).not.toEqual(direct);
      expect(again).toEqual(winograd);
    },
  );

  test("says so in its record and with its weights, which are read back in the same form", async () => {
    const folder = await trained("read-back", { convolutions: "winograd", epochs: 1 });
    expect(JSON.parse(readFileSync(join(folder, "trial.json"), "utf8")).recipe.convolutions).toBe("winograd");
    expect(jsonLines(join(folder, "attempts.jsonl"))[0]).toMatchObject({ kernels: kernels().running });
    expect(formsOf(folder)).toEqual(new Set(["winograd"]));
  });
});

test("a trial with auto is recorded as what auto stands for, and read back so", async () => {
  const folder = await trained("auto", { convolutions: "auto", epochs: 1 });
  expect(JSON.parse(readFileSync(join(folder, "trial.json"), "utf8")).recipe.convolutions).toBe("direct");
  expect(formsOf(folder)).toEqual(new Set(["direct"]));
});
