import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { liveTensors, readTorchFile, scope, type Tensor, TorchFileError } from "../../src/index.js";

const folder = join(import.meta.dirname, "../reference/torch-files");
const contents: Record<string, Record<string, { dtype: string; shape: number[]; values: number[] }>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "../reference/torch-files.json"), "utf8"),
);
const home = mkdtempSync(join(tmpdir(), "torch-file-"));
afterAll(() => rmSync(home, { recursive: true }));

const numbers = (tensor: Tensor) => Array.from(tensor.to({ dtype: "float64" }).toTypedArray(), Number);

describe("readTorchFile", () => {
  it.each(Object.keys(contents))("reads %s as PyTorch does", (name) => {
    scope(() => {
      const tensors = readTorchFile(join(folder, `${name}.pt`));
      expect([...tensors.keys()]).toEqual(Object.keys(contents[name] ?? {}));
      for (const [key, { dtype, shape, values }] of Object.entries(contents[name] ?? {})) {
        const tensor = tensors.get(key) as Tensor;
        expect([key, tensor.dtype, tensor.shape, numbers(tensor)]).toEqual([key, dtype, shape, values]);
      }
    });
  });

  it("does not run what a pickle asks for, and names it", () => {
    expect(() => readTorchFile(join(folder, "evil.pt"))).toThrow(
      /it names (posix|os)\.system, which is not needed to read tensors/,
    );
    expect(existsSync("/tmp/executed-by-a-pickle")).toBe(false);
  });

  it.each([
    ["old-format.pt", "expected a zip archive"],
    ["whole-model.pt", "it names __main__.Net"],
    ["nothing.pt", "cannot be read (ENOENT)"],
  ])("refuses %s, and says what to do", (name, problem) => {
    expect(() => readTorchFile(join(folder, name))).toThrow(TorchFileError);
    expect(() => readTorchFile(join(folder, name))).toThrow(problem);
    expect(() => readTorchFile(join(folder, name))).toThrow("to do: save the network's state dict");
  });

  it("never crashes, whatever is done to a file, and leaves no tensor behind", () => {
    const whole = readFileSync(join(folder, "state-dict.pt"));
    const file = join(home, "damaged.pt");
    const before = liveTensors();
    for (let i = 0; i < 400; i++) {
      const damaged = Buffer.from(i % 2 === 0 ? whole.subarray(0, (i * 7919) % whole.length) : whole);
      for (let k = 0; i % 2 === 1 && k < 3; k++)
        damaged[(i * 104_729 + k * 7919) % damaged.length] = (i * 31 + k) % 256;
      writeFileSync(file, damaged);
      try {
        scope(() => void readTorchFile(file));
      } catch (error) {
        expect(error).toBeInstanceOf(TorchFileError);
      }
    }
    expect(liveTensors()).toBe(before);
  });

  it("has references for every kind of file", () => {
    expect(readdirSync(folder).length).toBe(Object.keys(contents).length + 3);
  });
});
