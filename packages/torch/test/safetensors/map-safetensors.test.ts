import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { liveTensors } from "../../src/runtime/runtime.js";
import { mapSafetensors, readSafetensors, writeSafetensors } from "../../src/safetensors/safetensors.js";
import { SafetensorsError } from "../../src/safetensors/safetensors-error.js";
import { noGrad } from "../../src/tensor/autograd.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";

const folder = mkdtempSync(join(tmpdir(), "selectivity-map-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(): string {
  const file = join(folder, "tensors.safetensors");
  const tensors = new Map([
    ["pixels", tensor(Uint8Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3] })],
    ["labels", tensor(BigInt64Array.of(7n, -8n))],
    ["weights", tensor([[0.5], [-1.25]])],
  ]);
  writeSafetensors(file, tensors, { name: "three" });
  for (const made of tensors.values()) made.dispose();
  return file;
}

describe("mapSafetensors", () => {
  test("gives the tensors and metadata that reading the file gives", () => {
    const file = written();
    scope(() => {
      const [mapped, read] = [mapSafetensors(file), readSafetensors(file)];
      expect(mapped.metadata).toEqual(read.metadata);
      expect([...mapped.tensors].map(([name, value]) => [name, String(value), value.toArray()])).toEqual(
        [...read.tensors].map(([name, value]) => [name, String(value), value.toArray()]),
      );
    });
  });

  test("keeps the file as it is when a tensor is written to", () => {
    const file = written();
    const before = readFileSync(file);
    scope(() => noGrad(() => mapSafetensors(file).tensors.get("weights")?.fill_(9)));
    expect(readFileSync(file)).toEqual(before);
  });

  test("leaves no tensors behind when the file is damaged", () => {
    const file = join(folder, "damaged.safetensors");
    writeFileSync(file, readFileSync(written()).subarray(0, 40));
    const live = liveTensors();
    expect(() => mapSafetensors(file)).toThrow(SafetensorsError);
    expect(liveTensors()).toBe(live);
  });
});
