/** What every command says of a network that was trained alone, of one that diverged, and of a sweep where one network is wanted. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  measureDocumentSchema,
  overviewDocumentSchema,
  robustnessDocumentSchema,
  trialDocumentSchema,
} from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";
import { tinyWords } from "../../testing/src/trials.js";

const home = temporaryFolder();
const environment = { XDG_CACHE_HOME: join(home, "cache"), SELECTIVITY_DATA: join(home, "data") };
const run = (...words: string[]) => runInProcess(words, home, environment);
const tiny = ["fashion-quick", ...tinyWords({ epochs: 1 })];
const lone = () => readdirSync(join(home, "runs")).find((name) => name.startsWith("fashion-quick-")) as string;
let sweepSaid = "";

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  expect(await run("train", ...tiny)).toMatchObject({ code: 0 });
  expect(await run("train", ...tiny, "learningRate=1e30", "--out", "diverged")).toMatchObject({ code: 1 });
  const { stderr } = await run("sweep", ...tiny, "--alphas=0,1e30", "--seeds", "0", "--out", "runs/s", "--jobs", "1");
  sweepSaid = stderr;
  cpSync(join(home, "runs", lone()), join(home, "late"), { recursive: true });
  const file = join(home, "late/result.json");
  const result = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...result, status: "diverged", cause: "the loss became NaN", test: null }));
}, 120_000);

describe("selectivity status", () => {
  test("finds a network that was trained alone, next to sweeps", async () => {
    const { code, stdout } = await run("status");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sweep +networks/);
    expect(stdout).toMatch(
      /\nruns\/fashion-quick-[0-9a-f]{12}: alpha 0 seed 0 done, accuracy 0\.\d{3}, selectivity 0\.\d{3}\n$/,
    );
    const { trials, sweeps } = readDocument(overviewDocumentSchema, (await run("status", "--json")).stdout);
    expect([sweeps.map(({ sweep }) => sweep), trials.map(({ state }) => state)]).toEqual([["runs/s"], ["done"]]);
  });

  test("also where there is nothing else, and by its own folder", async () => {
    cpSync(join(home, "runs", lone()), join(home, "only/one"), { recursive: true });
    expect((await run("status", "only")).stdout).toMatch(/^only\/one: alpha 0 seed 0 done/);
    expect((await run("status", "only/one")).stdout).toMatch(/^alpha 0 seed 0 done, accuracy/);
    const { stdout } = await run("status", "only/one", "--json");
    expect(readDocument(trialDocumentSchema, stdout)).toMatchObject({ trial: "only/one", state: "done" });
    expect((await run("status", "only/one", "--watch")).code).toBe(0);
  });

  test("says of one that diverged that it diverged", async () => {
    expect((await run("status", "diverged")).stdout).toMatch(/^alpha 0 seed 0 diverged, epoch 0\/1: the loss/);
  });
});

describe("a trial that diverged is said to have diverged", () => {
  test.each([
    ["measure", "diverged"],
    ["robustness", "diverged"],
    ["export", "diverged", "--to", "onnx", "--out", "x.onnx"],
  ])("%s %s, which has no weights", async (...words) => {
    const { code, stderr } = await run(...words);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("the trial in diverged diverged in its first epoch and has no weights: the loss"),
    });
  });

  const NOTE = /the trial diverged after 1 epochs? \(the loss became NaN\); these are its weights of epoch 1/;

  test("measure of its earlier weights, on stderr and in the document", async () => {
    const { code, stdout, stderr } = await run("measure", "late", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(NOTE) });
    expect(readDocument(measureDocumentSchema, stdout).notes).toEqual([expect.stringMatching(NOTE)]);
  });

  test("robustness and export of its earlier weights", async () => {
    const few = [
      "--corruptions",
      "fog",
      "--severities",
      "1",
      "--images",
      "5",
      "--attacks",
      "none",
      "--json",
      "--quiet",
    ];
    const { stdout, stderr } = await run("robustness", "late", ...few);
    expect(stderr).toMatch(NOTE);
    expect(readDocument(robustnessDocumentSchema, stdout).notes).toEqual([expect.stringMatching(NOTE)]);
    expect((await run("export", "late", "--to", "safetensors", "--out", "late.safetensors")).stderr).toMatch(NOTE);
  });

  test("the sweep, its table and its report", async () => {
    expect(sweepSaid).toMatch(/\[2\/2\] alpha \+1e\+30 seed 0: diverged: the loss/);
    expect((await run("export", "runs/s", "--to", "csv", "--out", "s.csv")).code).toBe(0);
    expect(readFileSync(join(home, "s.csv"), "utf8")).toMatch(/,diverged,/);
    expect((await run("report", "runs/s")).stdout).toContain("without a result: alpha +1e+30 seed 0 (diverged)\n");
    expect(readFileSync(join(home, "runs/s/report/index.html"), "utf8")).toContain("diverged");
  });
});

describe("progress", () => {
  test("says with each network that is done what came out", () => {
    expect(sweepSaid).toMatch(/\[1\/2(, .*)?\] alpha 0 seed 0: done: accuracy 0\.\d{3}, selectivity 0\.\d{3}, \d+ s\n/);
    expect(sweepSaid).not.toContain("[0/0]");
  });
});

describe("selectivity measure", () => {
  test("of a sweep says what to name", async () => {
    for (const command of [
      ["measure", "runs/s"],
      ["export", "runs/s", "--to", "onnx", "--out", "y.onnx"],
    ]) {
      const { code, stderr } = await run(...command);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /runs\/s is a sweep of many networks, and one network is wanted\n {2}to do: name one of its trials, such as runs\/s\/trials\/[0-9a-f]{12};/,
      );
    }
  });

  test("of a sweep without a finished trial, too", async () => {
    cpSync(join(home, "runs/s"), join(home, "empty"), { recursive: true });
    rmSync(join(home, "empty/trials"), { recursive: true });
    mkdirSync(join(home, "empty/trials"));
    expect((await run("measure", "empty")).stderr).toContain("let one of its trials finish");
  });

  test("computes with as many threads as asked for, and gives the same", async () => {
    const one = await run("measure", `runs/${lone()}`, "--json", "--threads", "1");
    const two = await run("measure", `runs/${lone()}`, "--json", "--threads", "2");
    expect(JSON.parse(one.stdout).accuracy).toBe(JSON.parse(two.stdout).accuracy);
    expect((await run("measure", `runs/${lone()}`, "--threads", "0")).code).toBe(2);
  });
});

describe("a folder of the wrong kind says what to name instead", () => {
  const inSweep = () => `runs/s/trials/${readdirSync(join(home, "runs/s/trials"))[0]}`;

  test.each(["report", "retry", "clean"])("%s of a network", async (command) => {
    const { code, stderr } = await run(command, inSweep());
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("to do: this is the folder of one network; name its sweep, runs/s\n"),
    });
    expect((await run(command, `runs/${lone()}`)).stderr).toContain("this is the folder of one network, trained alone");
  });

  test.each([
    ["train", "--out", "runs/s"],
    ["train", ...tiny, "--out", "runs/s"],
  ])("%s … a sweep", async (...words) => {
    const before = readdirSync(join(home, "runs/s"));
    const { code, stderr } = await run(...words);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("runs/s is a sweep of many networks"),
    });
    expect(readdirSync(join(home, "runs/s"))).toEqual(before);
  });

  test("measure of a sweep's trials", async () => {
    expect((await run("measure", "runs/s/trials")).stderr).toMatch(
      /in a sweep of many networks[\s\S]+such as runs\/s\/trials\//,
    );
  });
});
