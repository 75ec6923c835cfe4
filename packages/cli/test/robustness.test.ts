import { existsSync } from "node:fs";
import { join } from "node:path";
import { corruptDocumentSchema, robustnessDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeNetwork } from "../../testing/src/networks.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const home = temporaryFolder();
const run = (...words: string[]) => runInProcess(words, home, { XDG_CACHE_HOME: join(home, "cache") });

beforeAll(() => {
  writeTinyImages(join(home, "data"));
  writeNetwork(join(home, "mine.safetensors"), { model: "mlp", options: { widths: [8] }, inputShape: [1, 28, 28] });
});

describe("selectivity robustness of one network", () => {
  const words = [
    ...["robustness", "mine.safetensors", "--data-dir", "data", "--jobs", "1", "--quiet"],
    ...["--corruptions", "fog", "--severities", "1,5", "--images", "20"],
    ...["--attacks", "fgsm", "--epsilons", "8/255", "--attack-images", "10", "--check-images", "4"],
  ];

  test("prints one document for programs, and both tables for people", async () => {
    const { code, stdout, stderr } = await run(...words, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { networks, byAlpha } = readDocument(robustnessDocumentSchema, stdout);
    expect(networks[0]?.corruptions?.cells).toHaveLength(2);
    expect(byAlpha).toEqual([]);
    const text = (await run(...words)).stdout;
    expect(text).toMatch(
      /^clean accuracy 0\.\d{3}, corrupted 0\.\d{3} {3}\(first 20 test images, severities of CIFAR-10-C\)\n/,
    );
    expect(text).toMatch(/\nbudget {2}worst case +fgsm\n +8\/255 +[01]\.\d{3} +[01]\.\d{3}\n/);
  });
});

describe("selectivity corrupt", () => {
  const words = ["corrupt", "fashion-mnist", "--data-dir", "data", "--json"];
  const array = ["--corruptions", "fog", "--severities", "3"];

  test("takes the same words as robustness", async () => {
    const { code, stdout, stderr } = await run(...words, ...array, "--images", "2", "--out", "fog.npy");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readDocument(corruptDocumentSchema, stdout).files).toEqual(["fog.npy"]);
    expect((await run(...words, ...array, "--image-indices", "0..1", "--out", "same.npy")).code).toBe(0);
    expect(existsSync(join(home, "same.npy"))).toBe(true);
  });

  test("still takes the old ones, and says what to write instead", async () => {
    const old = ["--kind", "fog", "--severity", "3", "--images", "0,1"];
    const { code, stderr } = await run(...words, ...old, "--out", "old.npy");
    expect(code).toBe(0);
    expect(stderr).toBe(
      [
        "note: --kind is now called --corruptions; the old name will stop working in the next version",
        "note: --severity is now called --severities; the old name will stop working in the next version",
        "note: --images is now a count; write a list as --image-indices\n",
      ].join("\n"),
    );
    expect((await run("corrupt", "--help")).stdout).not.toMatch(/--kind|--severity /);
  });
});
