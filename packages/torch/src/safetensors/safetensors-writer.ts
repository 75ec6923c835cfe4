/**
 * A safetensors file whose tensors are written piece by piece: for data that is never in memory as a whole.
 *
 * @module
 */
import { AtomicFile } from "@selectivity-lab/base";
import { byteSize, type TensorDescription } from "./safetensors-format.js";
import { layOut } from "./safetensors-layout.js";

/** Writes under a temporary name in the same folder; the file appears, complete, once it is finished. */
export class SafetensorsWriter {
  readonly #file: AtomicFile;
  /** Where each tensor's bytes begin and end in the file. */
  readonly #places = new Map<string, { readonly begin: number; readonly end: number }>();

  /**
   * @param tensors to store; bytes that are never written are zero.
   * @throws {@link SafetensorsError} for a tensor with the metadata's name.
   */
  constructor(path: string, tensors: readonly TensorDescription[], metadata?: Readonly<Record<string, string>>) {
    const { header, order } = layOut(tensors, metadata);
    let begin = header.length;
    for (const tensor of order) {
      const end = begin + byteSize(tensor);
      this.#places.set(tensor.name, { begin, end });
      begin = end;
    }
    this.#file = new AtomicFile(path);
    try {
      this.#file.write(header);
      if (begin > header.length) this.#file.write(new Uint8Array(1), begin - 1); // full length, zeros in between
    } catch (error) {
      this.#file.abandon();
      throw error;
    }
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
      done += this.#file.write(bytes.subarray(done), place.begin + offset + done);
  }

  /** Flushes the file and gives it its name. */
  finish(): void {
    this.#file.finish();
  }

  /** Gives up and leaves nothing behind. */
  abandon(): void {
    this.#file.abandon();
  }
}
