import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { doctorDocumentSchema, measureDocumentSchema, trainDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { type Ended, isPlain, selectivity, start, untilIn } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { jsonLines, temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";
import { tinyWords } from "../../testing/src/trials.js";

const home = temporaryFolder();
const tiny = [...tinyWords({ model: "mlp", modelOptions: { widths: [16, 8] } }), "--data-dir", "data"];
const inTrial = (name: string) => JSON.parse(readFileSync(join(home, "trial", name), "utf8"));

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

describe("selectivity train", () => {
  let trained: Ended;
  beforeAll(async () => {
    trained = await selectivity(
      ["train", "fashion-quick", ...tiny, "--alpha", "-0.5", "--out", "trial", "--json"],
      home,
    );
  });

  test("prints with --json exactly the result, and progress on stderr alone", () => {
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(readDocument(trainDocumentSchema, trained.stdout)).toEqual(inTrial("result.json"));
    expect(trained.stderr).toMatch(
      /^\[0\/1\] alpha −0\.5 seed 0: epoch 1\/2, accuracy 0\.\d{3}, selectivity 0\.\d{3}$/m,
    );
  });

  test("takes alpha and seed from options and words, and the control of a recipe of many", async () => {
    expect(inTrial("trial.json")).toMatchObject({ alpha: -0.5, seed: 0 });
    const run = async (...words: string[]) => {
      const { stdout } = await runInProcess(["train", ...tiny, ...words, "--out", "other", "--json", "--quiet"], home);
      rmSync(join(home, "other"), { recursive: true });
      const { alpha, seed } = JSON.parse(stdout);
      return { alpha, seed };
    };
    expect(await run("seed=3")).toEqual({ alpha: 0, seed: 3 });
    expect(await run("alpha=2", "--seed", "1")).toEqual({ alpha: 2, seed: 1 });
  });

  test("says for people what came out, and the next command", async () => {
    const { code, stdout, stderr } = await runInProcess(["train", "--out", "trial", "--quiet"], home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^alpha −0\.5, seed 0, \d+ s of training\n {2}test accuracy {5}0\.\d{3} /);
    expect(stdout).toMatch(/next: npx selectivity measure trial --json\n$/);
  });

  test("exits 1, with the cause, when the network diverges", async () => {
    const words = ["train", ...tiny, "learningRate=1e30", "--out", "diverged", "--json", "--quiet"];
    const { code, stdout, stderr } = await runInProcess(words, home);
    expect(code).toBe(1);
    expect(readDocument(trainDocumentSchema, stdout)).toMatchObject({ status: "diverged", test: null });
    expect(stderr).toMatch(
      /diverged: the loss became \S+ in epoch 1, at step \d of 10\n {2}to do: try a smaller learningRate/,
    );
  });

  test.each([["SIGINT", 130] as const, ["SIGTERM", 143] as const])(
    "saves and exits at %s with %i, and goes on from there",
    async (signal, code) => {
      const words = ["train", ...tiny, "epochs=200", "--out", signal];
      const running = start(words, home);
      await untilIn(running, () => running.said().includes("epoch 1/200"));
      running.child.kill(signal);
      const ended = await running.ended;
      expect(ended.code, ended.stderr).toBe(code);
      expect(ended.stdout).toBe("");
      expect(ended.stderr).toContain("the same command again to continue from here");
      const log = jsonLines(join(home, signal, "attempts.jsonl"));
      expect(log.at(-1)).toMatchObject({ event: "end", reason: "stopped" });
    },
  );
});

describe("selectivity measure", () => {
  test("prints with --json exactly the document of the contract, with the selectivity of live units", async () => {
    const { code, stdout, stderr } = await runInProcess(["measure", "trial", "--data-dir", "data", "--json"], home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    readDocument(measureDocumentSchema, stdout);
    const document = JSON.parse(stdout); // with its keys in the order in which they are printed
    expect(Object.keys(document)).toEqual([
      ...["schema", "accuracy", "loss", "meanSelectivity", "nullSelectivity", "splitHalfSelectivity"],
      "liveSelectivity",
      ...["layers", "split", "images"],
    ]);
    expect(document).toMatchObject({ schema: 1, split: "test", images: 100 });
    for (const layer of document.layers) {
      expect(Object.keys(layer)).toEqual([
        "name",
        "units",
        "meanSelectivity",
        "selectivity",
        "selectedClass",
        "deadUnits",
        "liveSelectivity",
      ]);
      expect([layer.selectivity.length, layer.selectedClass.length]).toEqual([layer.units, layer.units]);
    }
    expect(document).toEqual(inTrial("result.json").test);
  });

  test("prints for people a table of layers, without colours where they are not wanted", async () => {
    const { stdout } = await runInProcess(["measure", "trial", "--data-dir", "data"], home, { NO_COLOR: "1" });
    expect(stdout).toMatch(/^100 images of the test split\n {2}accuracy {10}0\.\d{3} /);
    expect(stdout).toMatch(/layer {2}units {2}selectivity {2}live units {2}dead\nrelu1 {5}16 /);
    expect(isPlain(stdout)).toBe(true);
  });
});

describe("selectivity doctor", () => {
  test("prints one document with --json, and exits 0 on a machine that can train", async () => {
    const { code, stdout, stderr } = await runInProcess(["doctor", "--json", "--data-dir", "data"], home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readDocument(doctorDocumentSchema, stdout)).toMatchObject({ schema: 1, healthy: true });
  });

  test("colours its marks only where NO_COLOR allows it", async () => {
    const words = ["doctor", "--data-dir", "data"];
    expect(isPlain((await runInProcess(words, home, { FORCE_COLOR: "1" })).stdout)).toBe(false);
    expect(isPlain((await runInProcess(words, home, { NO_COLOR: "1" })).stdout)).toBe(true);
  });
});
