/**
 * A safetensors file whose tensors come bit by bit: for data that never lies in memory whole.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { withFile } from "@selectivity-lab/base";
import { byteSize, type TensorDescription } from "./safetensors-format.js";
import { layOut } from "./safetensors-layout.js";

/** Writes under a temporary name in the same folder; the file is there once it is finished, whole. */
export class SafetensorsWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  /** Where each tensor's bytes begin and end in the file. */
  readonly #places = new Map<string, { readonly begin: number; readonly end: number }>();

  /**
   * @param tensors that the file is to hold; what is never written of them is zero.
   * @throws {@link SafetensorsError} for a tensor that bears the metadata's name.
   */
  constructor(path: string, tensors: readonly TensorDescription[], metadata?: Readonly<Record<string, string>>) {
    const { header, order } = layOut(tensors, metadata);
    let begin = header.length;
    for (const tensor of order) {
      const end = begin + byteSize(tensor);
      this.#places.set(tensor.name, { begin, end });
      begin = end;
    }
    this.#path = path;
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
    this.#file = openSync(this.#temporary, "wx");
    writeSync(this.#file, header);
    if (begin > header.length) writeSync(this.#file, new Uint8Array(1), 0, 1, begin - 1); // its full length, zeros in between
  }

  /**
   * Writes a part of a tensor's bytes, row-major and little-endian.
   *
   * @param offset in bytes from the tensor's start.
   * @throws RangeError for bytes outside of the tensor.
   */
  write(name: string, offset: number, bytes: Uint8Array): void {
    const place = this.#places.get(name);
    if (!place || offset < 0 || place.begin + offset + bytes.length > place.end)
      throw new RangeError(`SafetensorsWriter: ${bytes.length} bytes at ${offset} are not in a tensor "${name}"`);
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, place.begin + offset + done);
  }

  /** Flushes the file and gives it its name. */
  finish(): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
    renameSync(this.#temporary, this.#path);
    withFile(dirname(this.#path), "r", fsyncSync);
  }

  /** Gives up; nothing is left. */
  abandon(): void {
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }
}
