/**
 * NumPy's `.npy` files, versions 1 to 3: one array, row by row.
 *
 *     \x93NUMPY  version  header length  {'descr': '<f4', 'fortran_order': False, 'shape': (10, 3), }  values
 *
 * Only plain little-endian numbers and bytes; never objects, which are pickled programs.
 * @module
 */
import { fstatSync, readSync } from "node:fs";
import { describeUnreadable, FileError, withFile, writeFileAtomically } from "@selectivity-lab/base";
import { fromBytes } from "../tensor/create.js";
import type { DType } from "../tensor/dtype.js";
import { operator } from "../tensor/operator.js";
import { scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";

/** A file is not an array that can be read, or cannot be read at all. */
export class NpyError extends FileError {
  override readonly name = "NpyError";
}

/** @param complaint a sentence without the path. */
function invalidNpy(path: string, complaint: string): NpyError {
  const remedy = 'save it again with numpy.save, as numbers in C order, for example as array.astype("int64")';
  return new NpyError({ code: "invalid-npy", path, complaint, remedy });
}

/** NumPy's names of our dtypes. */
const DESCRIPTIONS: Partial<Record<DType, string>> = {
  uint8: "|u1",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  float16: "<f2",
  float32: "<f4",
  float64: "<f8",
  bool: "|b1",
};

const MAGIC = "\x93NUMPY";
const ALIGNMENT = 64;

/**
 * Opens an array without reading it: the tensor is a view of a memory map, whose pages come in as they are touched.
 *
 * @throws {@link NpyError} when the file is missing, cut short, or no plain array in C order.
 */
export function readNpy(path: string): Tensor {
  const { dtype, shape, start, size } = opened(path);
  return scope(() => {
    const bytes = fromFile(path, false, size, "uint8");
    return viewAs(bytes.narrow(0, start, size - start), dtype).reshape(shape);
  });
}

/**
 * Reads an array that is in memory, such as one of an `.npz` archive.
 *
 * @param name of the array, for errors.
 * @throws {@link NpyError} as {@link readNpy}.
 */
export function parseNpy(name: string, bytes: Uint8Array): Tensor {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { dtype, shape, start } = header(name, all.length, (position, length) =>
    all.subarray(position, position + length),
  );
  return fromBytes(bytes.subarray(start), { dtype, shape });
}

/** Writes an array, atomically. @throws TypeError for a dtype that NumPy has not. */
export function writeNpy(path: string, tensor: Tensor): void {
  const description = DESCRIPTIONS[tensor.dtype];
  if (!description) throw new TypeError(`writeNpy: NumPy has no ${tensor.dtype}`);
  const tuple = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(", ");
  const header = `{'descr': '${description}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = `${header.padEnd(header.length + ALIGNMENT - ((10 + header.length + 1) % ALIGNMENT))}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  writeFileAtomically(path, [
    Buffer.concat([Buffer.from(`${MAGIC}\x01\x00`, "latin1"), length, Buffer.from(padded)]),
    tensor.toBytes(),
  ]);
}

/** What a header says of the values behind it. */
interface NpyHeader {
  readonly dtype: DType;
  readonly shape: number[];
  /** Where the values begin, and how long the whole is, in bytes. */
  readonly start: number;
  readonly size: number;
}

function opened(path: string): NpyHeader {
  try {
    return withFile(path, "r", (file) => {
      const read = (position: number, length: number) => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(file, bytes, 0, length, position));
      };
      return header(path, fstatSync(file).size, read);
    });
  } catch (cause) {
    if (cause instanceof NpyError) throw cause;
    throw new NpyError(describeUnreadable(path, cause));
  }
}

function header(path: string, size: number, take: (position: number, length: number) => Buffer): NpyHeader {
  const read = (position: number, length: number) => {
    const bytes = take(position, length);
    if (bytes.length < length)
      throw invalidNpy(path, `expected ${position + length} bytes or more, got ${position + bytes.length}.`);
    return bytes;
  };
  const lead = read(0, 12);
  if (lead.toString("latin1", 0, 6) !== MAGIC) throw invalidNpy(path, "expected a .npy file, got something else.");
  const version = lead[6] as number;
  if (version < 1 || version > 3) throw invalidNpy(path, `expected version 1 to 3, got ${version}.`);
  const [prefix, length] = version === 1 ? [10, lead.readUInt16LE(8)] : [12, lead.readUInt32LE(8)];
  if (prefix + length > size) throw invalidNpy(path, `expected a header of ${length} bytes, got a file of ${size}.`);
  const described = parse(path, read(prefix, length).toString("latin1"));
  const start = prefix + length;
  const expected = start + described.shape.reduce((product, side) => product * side, described.bytes);
  if (size !== expected) throw invalidNpy(path, `expected ${expected} bytes, got ${size}.`);
  return { dtype: described.dtype, shape: described.shape, start, size };
}

/** What a header says. It is a Python literal, of which only this form is written. */
function parse(path: string, text: string) {
  const [, description] = /'descr'\s*:\s*'([^']*)'/.exec(text) ?? [];
  const [, order] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? [];
  const [, tuple] = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text) ?? [];
  if (description === undefined || order === undefined || tuple === undefined)
    throw invalidNpy(path, `expected a header with descr, fortran_order and shape, got ${text.trim().slice(0, 100)}.`);
  const dtype = (Object.keys(DESCRIPTIONS) as DType[]).find(
    (name) => DESCRIPTIONS[name]?.slice(1) === description.slice(1),
  );
  if (!dtype || description.startsWith(">"))
    throw invalidNpy(
      path,
      `expected little-endian numbers of a kind that tensors have (${Object.values(DESCRIPTIONS).join(", ")}), got descr '${description}'.`,
    );
  if (order === "True") throw invalidNpy(path, "expected C order, got Fortran order.");
  const shape = tuple.split(",").flatMap((side) => (side.trim() === "" ? [] : [Number(side)]));
  return { dtype, shape, bytes: description.endsWith("b1") ? 1 : Number(description.slice(2)) };
}

const fromFile = operator("aten::from_file");
const viewAs = operator("aten::view.dtype");
