import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeSafetensors } from "../../src/safetensors/safetensors.js";
import { SafetensorsWriter } from "../../src/safetensors/safetensors-writer.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";

const folder = mkdtempSync(join(tmpdir(), "safetensors-writer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TENSORS = [
  { name: "images", dtype: "uint8", shape: [3, 2] },
  { name: "labels", dtype: "int64", shape: [2] },
] as const;

describe("SafetensorsWriter", () => {
  it("writes, in any order, the bytes that writeSafetensors writes at once", () => {
    const path = join(folder, "bit by bit");
    const writer = new SafetensorsWriter(path, TENSORS, { about: "a test" });
    writer.write("images", 4, Uint8Array.of(5, 6));
    writer.write("labels", 8, new Uint8Array(BigInt64Array.of(9n).buffer));
    writer.write("images", 0, Uint8Array.of(1, 2, 3, 4));
    expect(existsSync(path)).toBe(false);
    writer.finish();
    scope(() => {
      const images = tensor(Uint8Array.of(1, 2, 3, 4, 5, 6), { dtype: "uint8", shape: [3, 2] });
      const labels = tensor(BigInt64Array.of(0n, 9n), { dtype: "int64" });
      const whole = new Map([
        ["images", images],
        ["labels", labels],
      ]);
      writeSafetensors(join(folder, "at once"), whole, { about: "a test" });
    });
    expect(readFileSync(path)).toEqual(readFileSync(join(folder, "at once")));
  });

  it("leaves nothing when it is abandoned, and an older file as it was", () => {
    const before = readdirSync(folder).sort();
    const writer = new SafetensorsWriter(join(folder, "at once"), TENSORS);
    writer.write("images", 0, Uint8Array.of(1));
    writer.abandon();
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it.each([
    ["images", 5, 2],
    ["images", -1, 1],
    ["others", 0, 1],
  ])("refuses bytes outside of %s at %i", (name, offset, length) => {
    const writer = new SafetensorsWriter(join(folder, "refused"), TENSORS);
    expect(() => writer.write(name, offset, new Uint8Array(length))).toThrow(RangeError);
    writer.abandon();
  });
});
