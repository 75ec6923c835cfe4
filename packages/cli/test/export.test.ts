import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { selectivity } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeNetwork } from "../../testing/src/networks.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const weights = join(import.meta.dirname, "../../testing/reference/weights.pt");
const home = temporaryFolder();
const run = (...words: string[]) => runInProcess(words, home);

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  writeNetwork(join(home, "mine.safetensors"), { model: "mlp", options: { widths: [8] }, inputShape: [1, 28, 28] });
  writeFileSync(join(home, "there.onnx"), "mine");
  await run("export", "mine.safetensors", "--to", "onnx", "--out", "cut.onnx");
  truncateSync(join(home, "cut.onnx"), 3000);
});

describe("selectivity export", () => {
  test("prints with --json one document: what was written, and how near it comes", async () => {
    const { code, stdout, stderr } = await run(
      "export",
      "mine.safetensors",
      "--to",
      "onnx",
      "--out",
      "a.onnx",
      "--json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readDocument(exportDocumentSchema, stdout)).toEqual({
      schema: 1,
      file: "a.onnx",
      format: "onnx",
      model: "mlp",
      bytes: readFileSync(join(home, "a.onnx")).length,
      units: false,
      plugins: [],
      verification: { images: [1, 3], largestDifference: expect.closeTo(0, 5), tolerance: 1e-4 },
    });
  });

  test("says for people what it wrote, and the next command, which works", async () => {
    const { stdout } = await run("export", "mine.safetensors", "--to", "onnx", "--units", "--out", "b.onnx");
    expect(stdout).toMatch(
      /^b\.onnx: mlp, 0\.03 MB\n {2}verified on 1 and 3 images: .* by at most \d\.\de-\d .*; 0\.0001 is allowed\nnext: npx selectivity measure b\.onnx\n$/,
    );
    const measured = await selectivity(["measure", "b.onnx", "--data-dir", "data"], home);
    expect(measured).toMatchObject({ code: 0, stderr: "" });
    expect(measured.stdout).toMatch(/^100 images of the test split\n[\s\S]*\nrelu1 +8 /);
  });

  test.each<[string, string[], RegExp]>([
    ["no format", ["export", "mine.safetensors", "--out", "c.onnx"], /required option '--to <format>'/],
    ["no file to write", ["export", "mine.safetensors", "--to", "onnx"], /required option '--out <path>'/],
    [
      "another format",
      ["export", "mine.safetensors", "--to", "h5", "--out", "c"],
      /Allowed choices are onnx, safetensors/,
    ],
    ["a file that is there", ["export", "mine.safetensors", "--to", "onnx", "--out", "there.onnx"], /already exists/],
    [
      "weights that say nothing",
      ["export", weights, "--to", "onnx", "--out", "c.onnx"],
      /name the model with --model and/,
    ],
    [
      "no data set for them",
      ["export", weights, "--to", "onnx", "--out", "c.onnx", "--model", "mlp", "--model-option", "widths=[4]"],
      /--model also needs a data set/,
    ],
    ["no checkpoint", ["export", "nowhere.safetensors", "--to", "onnx", "--out", "c.onnx"], /does not exist/],
    [
      "a corrupt file",
      ["measure", "cut.onnx", "--data-dir", "data"],
      /cut\.onnx is cut off.*\n {2}to do: copy it again/,
    ],
    ["a file of nothing", ["measure", "there.onnx", "--data-dir", "data"], /damaged, or not an ONNX file \(4 bytes\)/],
  ])("exits 2 for %s, and writes nothing", async (_, words, message) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(existsSync(join(home, "c.onnx"))).toBe(false);
    expect(readFileSync(join(home, "there.onnx"), "utf8")).toBe("mine");
  });
});
