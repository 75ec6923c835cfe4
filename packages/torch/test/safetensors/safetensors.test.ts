import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { liveTensors } from "../../src/runtime/runtime.js";
import { readSafetensors, writeSafetensors } from "../../src/safetensors/safetensors.js";
import { SafetensorsError } from "../../src/safetensors/safetensors-error.js";
import { fromBytes, tensor } from "../../src/tensor/create.js";
import { type DType, dtypes, itemSize } from "../../src/tensor/dtype.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import reference from "../reference/safetensors-files.json" with { type: "json" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "safetensors-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Recorded {
  file: string;
  metadata: Record<string, string> | null;
  tensors: Record<string, { dtype: string; shape: readonly number[]; bytes: string }>;
}
const recorded = Object.entries(reference.files as unknown as Record<string, Recorded>);

/** Everything a file says of its tensors, bit for bit. */
function described(tensors: ReadonlyMap<string, Tensor>): Recorded["tensors"] {
  const entries = [...tensors].map(([name, tensor]) => {
    const bytes = Buffer.from(tensor.toBytes()).toString("base64");
    return [name, { dtype: tensor.dtype, shape: [...tensor.shape], bytes }] as const;
  });
  return Object.fromEntries(entries);
}

describe("files of Python's safetensors 0.8", () => {
  test.each(recorded)("are read bit for bit: %s", (_, { file, metadata, tensors }) => {
    const path = join(folder, "python.safetensors");
    writeFileSync(path, Buffer.from(file, "base64"));
    scope(() => {
      const read = readSafetensors(path);
      expect(read.metadata).toEqual(metadata ?? {});
      expect(described(read.tensors)).toEqual(tensors);
    });
  });

  test.each(recorded)("are written bit for bit: %s", (_, { file, metadata, tensors }) => {
    const path = join(folder, "ours.safetensors");
    scope(() => {
      const made = Object.entries(tensors).map(([name, { dtype, shape, bytes }]): [string, Tensor] => [
        name,
        fromBytes(Buffer.from(bytes, "base64"), { dtype: dtype as DType, shape }),
      ]);
      writeSafetensors(path, new Map(made), metadata ?? undefined);
    });
    expect(readFileSync(path).toString("base64")).toBe(file);
  });
});

describe("writeSafetensors and readSafetensors", () => {
  const anyTensor = fc
    .record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.nat(4), { maxLength: 4 }) })
    .chain(({ dtype, shape }) => {
      const length = shape.reduce((product, size) => product * size, itemSize(dtype));
      const max = dtype === "bool" ? 1 : 255;
      return fc.record({
        dtype: fc.constant(dtype),
        shape: fc.constant(shape),
        bytes: fc.uint8Array({ minLength: length, maxLength: length, max }),
      });
    });

  test("give back every bit of any tensors and metadata", () => {
    const path = join(folder, "any.safetensors");
    const tensors = fc.dictionary(fc.string(), anyTensor, { maxKeys: 5, noNullPrototype: true });
    const metadata = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(tensors, metadata, (tensors, metadata) => {
        scope(() => {
          const made = new Map(
            Object.entries(tensors).map(([name, { bytes, ...rest }]) => [name, fromBytes(bytes, rest)]),
          );
          writeSafetensors(path, made, metadata);
          const read = readSafetensors(path);
          expect(described(read.tensors)).toEqual(described(made));
          expect(read.metadata).toEqual(metadata);
        });
      }),
    );
  });

  test("store a transposed tensor row by row", () => {
    const path = join(folder, "transposed.safetensors");
    scope(() => {
      writeSafetensors(
        path,
        new Map([
          [
            "x",
            tensor([
              [1, 2, 3],
              [4, 5, 6],
            ]).transpose(0, 1),
          ],
        ]),
      );
      expect(readSafetensors(path).tensors.get("x")?.toArray()).toEqual([
        [1, 4],
        [2, 5],
        [3, 6],
      ]);
    });
  });

  test("leave nothing behind but the file and the tensors that were read", () => {
    const quiet = mkdtempSync(join(folder, "quiet-"));
    const path = join(quiet, "model.safetensors");
    const before = liveTensors();
    scope(() => writeSafetensors(path, new Map([["x", tensor([1, 2])]])));
    const { tensors } = readSafetensors(path);
    expect(readdirSync(quiet)).toEqual(["model.safetensors"]);
    expect(liveTensors()).toBe(before + 1);
    tensors.get("x")?.dispose();
  });
});

describe("SafetensorsError", () => {
  test("names a missing file and what to do", () => {
    const path = join(folder, "missing.safetensors");
    expect(() => readSafetensors(path)).toThrow(
      `${path}: cannot be read: no such file or folder (ENOENT).\n  to do: check the spelling of the path`,
    );
  });

  test("names the file, what was expected, what came and what to do when it is cut off", () => {
    const path = join(folder, "cut.safetensors");
    scope(() => writeSafetensors(path, new Map([["fc.weight", tensor([1, 2, 3])]])));
    writeFileSync(path, readFileSync(path).subarray(0, -4));
    expect(() => readSafetensors(path)).toThrow(
      `${path}: tensor 'fc.weight': expected its bytes to end at 12, got only 8 bytes of data.\n  to do: copy or write the file again, it is cut off`,
    );
  });

  test("carries a code, the path, the facts and the cause as data", () => {
    const path = join(folder, "empty.safetensors");
    writeFileSync(path, "");
    expect.assertions(2);
    try {
      readSafetensors(path);
    } catch (error) {
      expect(error).toBeInstanceOf(SafetensorsError);
      expect(error).toMatchObject({
        code: "truncated",
        path,
        issue: { about: "the header", expected: "at least 8 bytes", received: "0" },
        cause: expect.any(SafetensorsError),
      });
    }
  });

  test("says so when a folder cannot be written", () => {
    expect(() => writeSafetensors(join(folder, "nowhere", "x.safetensors"), new Map())).toThrow(SafetensorsError);
  });

  test.each([
    ["a folder", "."],
    ["nothing", "gone.safetensors"],
  ])("is the only error for %s", (_, name) => {
    expect(() => readSafetensors(join(folder, name))).toThrow(SafetensorsError);
  });
});
