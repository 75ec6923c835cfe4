import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { selectivity } from "../../../testing/src/command.js";
import { temporaryFolder } from "../../../testing/src/folders.js";

const home = temporaryFolder();
const plugins = join(home, "my plugins");
const stripes = join(plugins, "stripes.js");
const run = (...words: string[]) => selectivity(words, home);
const small = [
  "dataset=stripes",
  "model=two-layers",
  "epochs=1",
  "trainImages=100",
  "validationImages=60",
  "batchSize=20",
];
const recipe = [...small, "augment={}", "threads=1", "--plugin", stripes];

/** The words of a command as a shell takes them apart, for those that have at most single quotes. */
const typed = (line: string) =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => (quoted ?? bare) as string).slice(2);

let trial: string;
let said: string;

beforeAll(async () => {
  mkdirSync(plugins);
  copyFileSync(join(import.meta.dirname, "../../../../examples/plugin/stripes.js"), stripes);
  const trained = await run("train", ...recipe, "--out", "a trial", "--quiet");
  expect(trained.code, trained.stderr).toBe(0);
  [trial, said] = ["a trial", trained.stdout];
  copyFileSync(join(home, trial, "best.safetensors"), join(home, "bare.safetensors"));
}, 60_000);

describe("a trial brings its own plugins", () => {
  test("so that the command that train says comes next works as it stands", async () => {
    const next = /next: (.*)$/m.exec(said)?.[1] as string;
    expect(next).toBe("npx selectivity measure 'a trial' --json");
    const { code, stdout, stderr } = await run(...typed(next));
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).layers).toMatchObject([{ name: "relu1" }, { name: "relu2" }]);
  });

  test("to measure any file of weights in its folder", async () => {
    expect(await run("measure", join(trial, "model.safetensors"))).toMatchObject({ code: 0 });
  });

  test("to export, and what is exported is measured by the command that export says comes next", async () => {
    const { code, stdout, stderr } = await run("export", trial, "--to", "onnx", "--out", "trial.onnx");
    expect([code, stderr]).toEqual([0, ""]);
    const next = /next: (.*)$/m.exec(stdout)?.[1] as string;
    expect(next).toBe(`npx selectivity measure trial.onnx --plugin '${stripes}'`);
    expect(await run(...typed(next))).toMatchObject({ code: 0 });
  });

  test("to robustness, of a trial and of a sweep, worker processes included", async () => {
    const short = ["--corruptions", "fog", "--severities", "1", "--attacks", "fgsm", "--epsilons", "1/255"];
    const how = [...short, "--attack-images", "10", "--check-images", "0", "--quiet", "--json"];
    const one = await run("robustness", trial, ...how);
    expect(one.code, one.stderr).toBe(0);
    const swept = await run("sweep", ...recipe, "--alphas", "0", "--seeds", "0,1", "--out", "s", "--quiet");
    expect(swept.code, swept.stderr).toBe(0);
    const all = await run("robustness", "s", ...how);
    expect(all.code, all.stderr).toBe(0);
    expect(JSON.parse(all.stdout).networks).toHaveLength(2);
  }, 120_000);
});

describe("weights of a plugin's model, apart from their trial", () => {
  test.each([
    ["measure", []],
    ["robustness", ["--attacks", "none"]],
    ["export", ["--to", "onnx", "--out", "bare.onnx"]],
  ])("%s says that --plugin is missing, and works with it", async (command, words) => {
    const { code, stderr } = await run(command, "bare.safetensors", ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bare\.safetensors: There is no model "two-layers"\..*\n.*with --plugin/);
    if (command === "robustness") return;
    expect(await run(command, "bare.safetensors", ...words, "--plugin", stripes)).toMatchObject({ code: 0 });
  });
});

describe("a plugin that moved or changed", () => {
  const moved = join(plugins, "moved.js");

  test("is refused where it is gone, and taken where it is named", async () => {
    renameSync(stripes, moved);
    for (const words of [
      ["measure", trial],
      ["robustness", trial],
      ["export", trial, "--to", "onnx", "--out", "x"],
    ]) {
      const { code, stderr } = await run(...words);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`plugin ${stripes}, with which this was started, does`),
      ]);
    }
    expect(await run("measure", trial, "--plugin", moved)).toMatchObject({ code: 0 });
    expect(await run("train", "--out", trial, "--quiet", "--plugin", moved)).toMatchObject({ code: 0 });
    const again = [...recipe.with(-1, moved), "--alphas", "0", "--seeds", "0,1", "--out", "s", "--quiet"];
    expect(await run("sweep", ...again)).toMatchObject({ code: 0 });
  }, 60_000);

  test("is refused where it is another, as in training", async () => {
    writeFileSync(stripes, `${readFileSync(moved, "utf8")}\n// another version\n`);
    for (const words of [
      ["measure", trial],
      ["robustness", "s"],
      ["export", trial, "--to", "safetensors", "--out", "x"],
    ]) {
      const { code, stderr } = await run(...words);
      expect([code, stderr]).toEqual([2, expect.stringContaining("has changed since this was started")]);
    }
  });
});

test("a model that fails on its images is refused before anything is written", async () => {
  const broken = join(plugins, "broken.js");
  const text = readFileSync(join(plugins, "moved.js"), "utf8");
  writeFileSync(broken, text.replace("this.fc.forward", "this.fcc.forward"));
  const { code, stderr } = await run("train", ...small, "--plugin", broken, "--out", "unwritten", "--quiet");
  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(`The model two-layers of ${broken}: forward: line \\d+: TypeError`));
  expect(await run("measure", "unwritten")).toMatchObject({ stderr: expect.stringContaining("does not exist") });
});
