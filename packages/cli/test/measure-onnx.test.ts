import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { node } from "../../onnx/test/support.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { perceptronNodes, writePerceptron } from "../../testing/src/perceptron.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const home = temporaryFolder();
const words = ["measure", "gelu.onnx", "--data", "fashion-mnist", "--data-dir", "data"];
beforeAll(() => {
  writeTinyImages(join(home, "data"), { test: 100 });
  writePerceptron(join(home, "gelu.onnx"), { node: perceptronNodes(node("Elu", ["hidden"], "units", {}, "act")) });
});

describe("selectivity measure, of an ONNX file whose layers may be negative", () => {
  test("exits 2, names the layer and the options", async () => {
    const { code, stdout, stderr } = await runInProcess(words, home);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^selectivity: gelu\.onnx: 1 of its 1 layers may be negative.*\n {2}✖ act: Elu\n/);
    for (const option of ["--negatives", "abs", "relu", "shift"]) expect(stderr).toContain(option);
  });

  test("measures by --negatives, and says so to people and programs", async () => {
    const forPeople = await runInProcess([...words, "--negatives", "abs"], home);
    expect(forPeople.code, forPeople.stderr).toBe(0);
    expect(forPeople.stdout).toMatch(/^100 images of the test split, negative unit means by abs\n/);
    const { stdout } = await runInProcess([...words, "--negatives", "shift", "--json"], home);
    expect(JSON.parse(stdout)).toMatchObject({ negatives: "shift", leftOut: [], layers: [{ name: "act", units: 5 }] });
  });

  test("knows no other way", async () => {
    const { code, stderr } = await runInProcess([...words, "--negatives", "sign"], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(/'sign' is invalid.*abs, relu, shift/);
  });
});
