import { copyFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scope, writeSafetensors, zeros } from "@selectivity-lab/torch";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { selectivity } from "../../testing/src/command.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";
import { tinyWords } from "../../testing/src/trials.js";

const home = temporaryFolder();
const tiny = [
  ...tinyWords({ model: "mlp", modelOptions: { widths: [8] }, epochs: 1 }),
  "--data-dir",
  "data",
  "--quiet",
];
const SCREEN = { lines: 24, columns: 400 };

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  mkdirSync(join(home, "no-data"));
  writeFileSync(join(home, "mine.yaml"), "epochs: [1,\n");
  await runInProcess(["sweep", ...tiny, "--alphas", "0", "--out", "sweep"], home);
  await runInProcess(["train", ...tiny, "--out", "trial"], home);
  copyFileSync(join(home, "trial/model.safetensors"), join(home, "cut.safetensors"));
  truncateSync(join(home, "cut.safetensors"), 3000);
  const metadata = {
    model: "resnet8",
    modelOptions: "{}",
    dataset: "fashion-mnist",
    classes: JSON.stringify([..."0123456789"]),
    inputShape: "[1,28,28]",
    mean: "[0]",
    std: "[1]",
  };
  scope(() => writeSafetensors(join(home, "other.safetensors"), new Map([["fc1.weight", zeros([8, 784])]]), metadata));
});

// No download is tried in tests: where a data set is missing, its address leads nowhere.
beforeEach(() => vi.stubGlobal("fetch", () => Promise.reject(new Error("no network"))));
afterEach(() => vi.unstubAllGlobals());

describe("wrong input: exits 2, with a message shorter than a screen that says what to do", () => {
  test.each<[string, string[], RegExp]>([
    ["an unknown recipe", ["sweep", "fashion-quik"], /did you mean "fashion-quick"\?/],
    ["an unknown key", ["train", "epocs=5"], /epocs: unknown key; did you mean "epochs"\?/],
    ["an unknown key of --set", ["sweep", "--set", "epocs=5"], /epocs: unknown key/],
    ["a wrong type", ["train", "learningRate=fast"], /learningRate: expected number; received "fast"/],
    ["a wrong alpha", ["train", "--alpha", "strong"], /'strong' is invalid\. expected one number/],
    ["a decimal comma", ["train", "--alpha", "0,5"], /expected one number.* for several: selectivity sweep --alphas/],
    ["several alphas", ["train", "--alpha=-1,0,1"], /expected one number.* for several: selectivity sweep --alphas/],
    ["several seeds", ["train", "--seed", "0,1"], /one whole number.* for several: selectivity sweep --seeds/],
    [
      "several alphas by key",
      ["train", ...tiny, "alpha=0,5"],
      /alpha=0,5: expected one number\n {2}to do: .*sweep --alphas/,
    ],
    ["a seed that is no whole number", ["sweep", "--seeds", "0,1.5"], /'0,1\.5' is invalid\. expected whole numbers/],
    ["pixels of 0 to 255", ["robustness", "trial", "--data-dir", "data", "--epsilons", "8"], /for 8\/255 write 8\/255/],
    ["a word that is no setting", ["train", "fashion-quick", "epochs"], /epochs: expected key=value, such as epochs=5/],
    ["a list that is no list", ["sweep", "--alphas", "-1,{"], /expected numbers separated by commas/],
    ["a recipe that is no YAML", ["train", "mine.yaml"], /mine\.yaml has a problem/],
    ["an unknown data set", ["train", "dataset=imagenet"], /There is no data set "imagenet"/],
    ["missing data", ["train", "dataset=cifar10", "--data-dir", "no-data"], /CIFAR-10 .*was not found/],
    ["a data folder that is not there", ["train", "--data-dir", "nowhere"], /nowhere: expected a data folder/],
    ["an unknown model", ["train", "model=resnet9", "--data-dir", "data"], /to do: use resnet8, the nearest/],
    [
      "more images than there are",
      ["train", ...tiny, "trainImages=9999"],
      /such as trainImages=200 validationImages=40/,
    ],
    ["an option that the model has not", ["train", ...tiny, 'modelOptions={"width":8}'], /Did you mean "widths"\?/],
    [
      "a last batch of one image that batch norm cannot train on",
      ["train", ...tiny, "model=convnet", 'modelOptions={"widths":[4,4,4,4,4,4]}', "trainImages=54", "batchSize=53"],
      /54 training images in batches of 53, leave 1 at the end, on which convnet cannot train/,
    ],
    [
      "a knob that never comes on",
      ["train", "epochs=9", "alphaSchedule={onset: 5, offset: 2}"],
      /expected an epoch after the onset, 5/,
    ],
    [
      "an onset after the end",
      ["train", ...tiny, "alphaSchedule.onset=1"],
      /alphaSchedule.onset: expected an epoch before/,
    ],
    ["a colon without a space", ["train", "knobLayers={first:5}"], /expected a space after a colon: \{first: 5\}/],
    ["an unknown layer", ["train", ...tiny, 'knobLayers=["relu9"]'], /mlp has no unit layer "relu9"/],
    ["an unknown device", ["train", "--device", "tpu"], /unknown device "tpu"/],
    ["a folder of another sweep", ["sweep", ...tiny, "epochs=2", "--out", "sweep"], /epochs: present 1, requested 2/],
    [
      "a folder of other alphas",
      ["sweep", ...tiny, "--alphas", "1", "--out", "sweep"],
      /add to this sweep with --extend/,
    ],
    ["a folder of something else", ["sweep", ...tiny, "--out", "data"], /contains other files but no sweep/],
    ["a folder of another trial", ["train", ...tiny, "--alpha", "2", "--out", "trial"], /contains a different trial/],
    ["a folder without a trial", ["train", "--out", "data"], /contains no trial/],
    ["a missing checkpoint", ["measure", "nowhere.safetensors"], /does not exist/],
    [
      "a corrupt checkpoint",
      ["measure", "cut.safetensors"],
      /cut\.safetensors: .*\n {2}to do: copy or write the file again/,
    ],
    ["a checkpoint of another model", ["measure", "other.safetensors"], /do not fit the resnet8/],
    ["a folder that is no sweep", ["report", "data"], /sweep\.json/],
    [
      "watching for a program",
      ["status", "sweep", "--watch", "--json"],
      /--json prints one document\n {2}to do: leave out one/,
    ],
    [
      "options for Slurm without it",
      ["sweep", "--gres", "gpu:1"],
      /--gres is for Slurm, .*\n {2}to do: add --on slurm/,
    ],
    ["a limit without a rule", ["sweep", "--max-seeds", "9"], /to do: give the rule with --until/],
  ])("%s", async (_, words, message) => {
    const before = readdirSync(home);
    const { code, stdout, stderr } = await runInProcess(words, home, { XDG_CACHE_HOME: join(home, "cache") });
    expect(readdirSync(home).filter((name) => name !== "cache")).toEqual(before.filter((name) => name !== "cache"));
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.length).toBeLessThan(SCREEN.lines);
    for (const line of lines) expect(line.length).toBeLessThan(SCREEN.columns);
    expect(stderr).not.toContain("SELECTIVITY_TRACE");
  });
});

test("the compiled command exits 2 as well", async () => {
  const { code, stdout, stderr } = await selectivity(["train", "epocs=5"], home);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('did you mean "epochs"?');
});
