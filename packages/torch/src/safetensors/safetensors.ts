/**
 * Tensors in files that Python's `safetensors` reads and writes too.
 *
 * In and out: named tensors and a small text-to-text dictionary. What a header may say is decided in
 * `safetensors-header.ts`; here are files and tensors. Knows nothing of models.
 * @module
 */
import { fstatSync, readSync } from "node:fs";
import { withFile, writeFileAtomically } from "@selectivity-lab/base";
import { fromBytes } from "../tensor/create.js";
import { operator } from "../tensor/operator.js";
import { scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";
import { inFile, refuse } from "./safetensors-error.js";
import { LENGTH_BYTES } from "./safetensors-format.js";
import { headerLength, parseHeader, type SafetensorsHeader, type StoredTensor } from "./safetensors-header.js";
import { layOut } from "./safetensors-layout.js";

/** The contents of a file. */
export interface SafetensorsFile {
  /** On the CPU, row-major, owned by the caller's scope; in the order of the file. */
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a whole file.
 *
 * @throws {@link SafetensorsError} if it is missing, damaged, or holds a dtype that no {@link Tensor} has.
 */
export function readSafetensors(path: string): SafetensorsFile {
  return inFile(path, "read", () =>
    withFile(path, "r", (file) => {
      const { tensors, metadata, dataStart } = readHeader(file);
      return scope(() => {
        const read = tensors.map(({ name, dtype, shape, begin, end }): [string, Tensor] => {
          const bytes = readBytes(file, dataStart + begin, end - begin);
          return [name, fromBytes(bytes, { dtype, shape })];
        });
        return { tensors: new Map(read), metadata };
      });
    }),
  );
}

/**
 * Opens a file without reading it: its tensors are views of a memory map, whose pages come in as they are touched and are
 * shared by all processes that map the file. Writing to such a tensor changes this process's copy of a page, not the file.
 *
 * @throws {@link SafetensorsError} as {@link readSafetensors}.
 */
export function mapSafetensors(path: string): SafetensorsFile {
  return inFile(path, "read", () => {
    const { tensors, metadata, dataStart, size } = withFile(path, "r", (file) => ({
      ...readHeader(file),
      size: fstatSync(file).size,
    }));
    return scope(() => {
      const bytes = fromFile(path, false, size, "uint8");
      const view = ({ name, dtype, shape, begin, end }: StoredTensor): [string, Tensor] => [
        name,
        viewAs(bytes.narrow(0, dataStart + begin, end - begin), dtype).reshape(shape),
      ];
      return { tensors: new Map(tensors.map(view)), metadata };
    });
  });
}

/**
 * Writes a file, atomically: a reader finds the old file or the new one, never a part. The same tensors and metadata
 * give the same bytes, and (without metadata, whose order is chance there) those of the reference implementation.
 *
 * @throws {@link SafetensorsError} if the file cannot be written, or a tensor is called `__metadata__`.
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata?: Readonly<Record<string, string>>,
): void {
  const described = [...tensors].map(([name, tensor]) => ({ name, tensor, dtype: tensor.dtype, shape: tensor.shape }));
  inFile(path, "written", () => {
    const { header, order } = layOut(described, metadata);
    writeFileAtomically(path, contents(header, order));
  });
}

function* contents(header: Uint8Array, order: readonly { tensor: Tensor }[]): Generator<Uint8Array> {
  yield header;
  for (const { tensor } of order) yield tensor.toBytes();
}

function readHeader(file: number): SafetensorsHeader {
  const { size } = fstatSync(file);
  const length = headerLength(readBytes(file, 0, Math.min(size, LENGTH_BYTES)), size);
  return parseHeader(readBytes(file, 0, LENGTH_BYTES + length), size);
}

/** @throws {@link SafetensorsError} if the file ends before `position + length`. */
function readBytes(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const count = readSync(file, bytes, filled, length - filled, position + filled);
    if (count === 0) refuse("truncated", "the file", `${position + length} bytes`, `${position + filled}`);
    filled += count;
  }
  return bytes;
}

const fromFile = operator("aten::from_file");
const viewAs = operator("aten::view.dtype");
