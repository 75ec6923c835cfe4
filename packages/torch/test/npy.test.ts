import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { NpyError, readNpy, writeNpy } from "../src/numpy/npy.js";
import { fromBytes, tensor } from "../src/tensor/create.js";

const home = mkdtempSync(join(tmpdir(), "npy-"));
afterAll(() => rmSync(home, { recursive: true }));
const file = (name: string) => join(home, name);

/** numpy.save of arange(6, dtype='<f4').reshape(2, 3), NumPy 2.4. */
const HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
const saved = Buffer.concat([
  Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"),
  Buffer.from(`${HEADER.padEnd(117)}\n`),
  Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5).buffer),
]);

describe("readNpy", () => {
  it("reads what NumPy saved", () => {
    writeFileSync(file("saved.npy"), saved);
    const array = readNpy(file("saved.npy"));
    expect([array.dtype, array.shape, [...(array.toTypedArray() as Float32Array)]]).toEqual([
      "float32",
      [2, 3],
      [0, 1, 2, 3, 4, 5],
    ]);
  });

  it.each([
    ["cut short", saved.subarray(0, saved.length - 1), "expected 152 bytes, got 151"],
    ["too long", Buffer.concat([saved, Buffer.from([0])]), "expected 152 bytes, got 153"],
    ["without values", saved.subarray(0, 60), "expected a header of 118 bytes, got a file of 60"],
    ["empty", Buffer.alloc(0), "expected 12 bytes or more, got 0"],
    ["something else", Buffer.from("not an array at all"), "expected a .npy file"],
    ["of pickled objects", Buffer.from(saved.toString("latin1").replace("'<f4'", "'|O' "), "latin1"), "got descr '|O'"],
    ["big-endian", Buffer.from(saved.toString("latin1").replace("<f4", ">f4"), "latin1"), "got descr '>f4'"],
    [
      "in Fortran order",
      Buffer.from(saved.toString("latin1").replace("False,", "True, "), "latin1"),
      "got Fortran order",
    ],
    ["of version 9", Buffer.concat([saved.subarray(0, 6), Buffer.from([9]), saved.subarray(7)]), "got 9"],
  ])("refuses a file %s", (_what, bytes, message) => {
    writeFileSync(file("bad.npy"), bytes);
    expect(() => readNpy(file("bad.npy"))).toThrow(NpyError);
    expect(() => readNpy(file("bad.npy"))).toThrow(message);
  });

  it("names a file that is not there", () => {
    expect(() => readNpy(file("nothing.npy"))).toThrow("cannot be read: no such file or folder (ENOENT)");
  });
});

describe("writeNpy", () => {
  it("writes NumPy's own bytes", () => {
    writeNpy(file("ours.npy"), tensor(Float32Array.of(0, 1, 2, 3, 4, 5), { shape: [2, 3] }));
    expect(readFileSync(file("ours.npy"))).toEqual(saved);
  });

  it.each(["uint8", "int64", "float64", "bool"] as const)("and reads back %s", (dtype) => {
    const array = fromBytes(new Uint8Array(dtype === "uint8" || dtype === "bool" ? 5 : 40).fill(1), {
      dtype,
      shape: [5],
    });
    writeNpy(file("back.npy"), array);
    const back = readNpy(file("back.npy"));
    expect([back.dtype, back.shape, back.toBytes()]).toEqual([dtype, [5], array.toBytes()]);
  });
});
