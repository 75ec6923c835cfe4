import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readTorchFile, TorchFileError } from "../../src/checkpoints/torch-file.js";
import { weightsFormat } from "../../src/checkpoints/weights-format.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const folder = join(import.meta.dirname, "../reference/torch-files");
const at = (name: string) => join(folder, name);
const contents: Record<string, Record<string, { dtype: string; shape: number[]; values: number[] }>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "../reference/torch-files.json"), "utf8"),
);
const home = mkdtempSync(join(tmpdir(), "torch-file-"));
afterAll(() => rmSync(home, { recursive: true }));
const EXECUTED = "/tmp/executed-by-a-pickle";

const numbers = (tensor: Tensor) => Array.from(tensor.to({ dtype: "float64" }).toTypedArray(), Number);
/** All but the tensors. */
const about = (name: string) =>
  scope(() => {
    const { wrappers, others, strangers } = readTorchFile(at(name));
    return { wrappers, others, strangers };
  });

describe("readTorchFile", () => {
  it.each(Object.keys(contents))("reads %s as PyTorch does, and runs nothing", (name) => {
    scope(() => {
      const { tensors } = readTorchFile(at(`${name}.pt`));
      expect([...tensors.keys()]).toEqual(Object.keys(contents[name] ?? {}));
      for (const [key, { dtype, shape, values }] of Object.entries(contents[name] ?? {})) {
        const tensor = tensors.get(key) as Tensor;
        expect([key, tensor.dtype, tensor.shape, numbers(tensor)]).toEqual([key, dtype, shape, values]);
      }
    });
    expect(existsSync(EXECUTED)).toBe(false);
  });

  it.each(["training.pt", "training-protocol-5.pt", "old-training.pt", "old-protocol-4.pt"])(
    "says of %s where the weights were, what is beside them, and what else it names",
    (name) => {
      const { wrappers, others, strangers } = about(name);
      expect({ wrappers, others }).toEqual({ wrappers: ["state_dict"], others: ["state_dict_ema"] });
      const named = ["argparse.Namespace", "torch.device", "torch.float16", "datetime.datetime", "__main__.Config"];
      expect(strangers).toEqual(expect.arrayContaining(named));
      expect(strangers.filter((stranger) => /Storage|OrderedDict|_rebuild/.test(stranger))).toEqual(
        name.startsWith("old") ? [] : ["torch.ComplexFloatStorage"],
      );
    },
  );

  it("has nothing more to say of a plain state dict", () => {
    expect(about("state-dict.pt")).toEqual({ wrappers: [], others: [], strangers: [] });
  });

  it.each(["evil-beside.pt", "evil-beside-old.pt"])("tells what %s names outside of its state dict", (name) => {
    expect(about(name).strangers).toEqual([expect.stringMatching(/^(posix|nt)\.system$/), "__main__.EvilState"]);
  });

  it.each([
    ["evil.pt", /got one of weight \(posix\.system, which may be a program and is not run\)/],
    ["evil-entry.pt", /expected a tensor 'weight', got posix\.system, which may be a program and is not run/],
    ["evil-whole.pt", /expected a dictionary of tensors, got posix\.system, which may be a program and is not run/],
    ["evil-whole-old.pt", /expected a dictionary of tensors, got posix\.system, which may be a program and is not run/],
    ["whole-model.pt", /expected a dictionary of tensors, got __main__\.Net, which may be a program and is not run/],
    ["whole-model-inside.pt", /got one of epoch, model \(__main__\.Net, which may be a program and is not run\)/],
    ["complex.pt", /expected a tensor 'weight', got a complex tensor/],
  ])("refuses %s, says what to do, and runs nothing", (name, problem) => {
    expect(() => readTorchFile(at(name))).toThrow(TorchFileError);
    expect(() => readTorchFile(at(name))).toThrow(problem);
    expect(() => readTorchFile(at(name))).toThrow("to do: save the network's state dict");
    expect(existsSync(EXECUTED)).toBe(false);
  });

  it("says that a file is missing", () => {
    expect(() => readTorchFile(at("nothing.pt"))).toThrow(
      "nothing.pt: cannot be read: no such file or folder (ENOENT).\n  to do: check the spelling of the path",
    );
  });

  it("refuses a file of which one bit has changed, by the name of what is damaged", () => {
    const changed = readFileSync(at("state-dict.pt"));
    const weights = changed.indexOf("state-dict/data/0") + 100;
    changed[weights] = (changed[weights] as number) ^ 1;
    const file = join(home, "changed.pt");
    writeFileSync(file, changed);
    expect(() => readTorchFile(file)).toThrow(/changed\.pt: state-dict\/data\/0 is damaged: expected checksum/);
  });

  it.each(["state-dict.pt", "training.pt", "old-training.pt"])(
    "never crashes, whatever is done to %s, and leaves no tensor behind",
    (name) => {
      const whole = readFileSync(at(name));
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
      expect(existsSync(EXECUTED)).toBe(false);
    },
  );

  it("has references for every kind of file", () => {
    expect(readdirSync(folder).length).toBe(Object.keys(contents).length + 7);
  });
});

describe("weightsFormat", () => {
  const safetensors = join(import.meta.dirname, "../../../testing/reference/weights.safetensors");

  it.each([
    [at("state-dict.pt"), "torch"],
    [at("old-format.pt"), "old torch"],
    [at("old-protocol-4.pt"), "old torch"],
    [safetensors, "safetensors"],
    [join(folder, "../torch-files.json"), undefined],
    [import.meta.filename, undefined],
  ])("of %s is told by its bytes: %s", (path, format) => {
    expect(weightsFormat(path)).toBe(format);
  });

  it("of an empty file is none", () => {
    writeFileSync(join(home, "empty"), "");
    expect(weightsFormat(join(home, "empty"))).toBe(undefined);
  });
});
