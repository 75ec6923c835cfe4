import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ablateDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeNetwork } from "../../testing/src/networks.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const home = temporaryFolder();
const run = (...words: string[]) => runInProcess(words, home, { XDG_CACHE_HOME: join(home, "cache") });
const ablate = ["ablate", "mine.safetensors", "--data-dir", "data", "--jobs", "1", "--quiet", "--images", "20"];

beforeAll(() => {
  writeTinyImages(join(home, "data"));
  writeNetwork(join(home, "mine.safetensors"), { model: "mlp", options: { widths: [8] }, inputShape: [1, 28, 28] });
});

describe("selectivity ablate", () => {
  test("prints one document for programs, a table for people, and writes a file", async () => {
    const { code, stdout, stderr } = await run(...ablate, "--json", "--out", "units.csv", "--per-class");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const document = readDocument(ablateDocumentSchema, stdout);
    expect(document).toMatchObject({ kind: "units", byAlpha: [], networks: [{ id: null, alpha: null }] });
    const lines = readFileSync(join(home, "units.csv"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 8);
    expect(lines[0]).toMatch(
      /^id,alpha,seed,layer,unit,selectedClass,index,accuracyDamage,marginDamage,accuracyDamage:/,
    );
    expect((await run(...ablate)).stdout).toMatch(
      /^each unit alone held at 0, the first 20 images of the test split\naccuracy of the whole network 0\.\d{3}\n\nlayer {2}units {2}damage/,
    );
    expect(existsSync(join(home, "mine-ablation"))).toBe(true);
  });

  test("does the same for curves", async () => {
    const curves = [...ablate, "--cumulative", "--random", "2", "--steps", "2"];
    const document = readDocument(ablateDocumentSchema, (await run(...curves, "--json")).stdout);
    expect(document).toMatchObject({ kind: "cumulative", networks: [{ summary: [{ name: "all" }] }] });
    expect((await run(...curves)).stdout).toMatch(/\nunits of {2}selective first {2}unselective first {2}random/);
  });

  test("does not replace a file unless it is told to", async () => {
    const before = readFileSync(join(home, "units.csv"), "utf8");
    const { code, stderr } = await run(...ablate, "--out", "units.csv");
    expect(code).toBe(2);
    expect(stderr).toContain("already exists");
    expect(readFileSync(join(home, "units.csv"), "utf8")).toBe(before);
    expect((await run(...ablate, "--out", "units.csv", "--force")).code).toBe(0);
    expect(readFileSync(join(home, "units.csv"), "utf8")).not.toBe(before);
  });

  test("refuses what makes no sense, by the names of the options", async () => {
    for (const words of [
      ["--steps", "0"],
      ["--random", "1.5"],
      ["--to", "nothing"],
      ["--layers", "fc9"],
    ])
      expect((await run(...ablate, ...words)).code, words.join(" ")).toBe(2);
  });
});
