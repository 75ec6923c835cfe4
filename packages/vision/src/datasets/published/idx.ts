/**
 * The IDX format of MNIST: a big-endian header, then bytes.
 *
 *     images   00 00 08 03   count   rows   columns   count·rows·columns pixels
 *     labels   00 00 08 01   count                    count labels
 *
 * Source: Y. LeCun, "The MNIST database of handwritten digits", section "File formats".
 * @module
 */
import { createCorruptFileError } from "../../error.js";
import type { Decoded, SourceFile } from "../contract/format.js";

const UNSIGNED_BYTES = 0x0800;

/**
 * Decodes an IDX pair of images and labels.
 *
 * @param shape rows and columns of the images.
 * @param classes number of classes: labels must be below it.
 * @throws DatasetError if either file is not exactly in this format, or their counts differ.
 */
export function decodeIdx(
  [images, labels]: readonly [SourceFile, SourceFile],
  shape: readonly [number, number],
  classes: number,
): Decoded {
  const pixels = readPayload(images, shape);
  const names = readPayload(labels, []);
  const count = pixels.length / (shape[0] * shape[1]);
  if (names.length !== count)
    throw createCorruptFileError(
      labels.path,
      `${count} labels, one for each image in ${images.path}`,
      `${names.length}`,
    );
  const beyond = names.findIndex((label) => label >= classes);
  if (beyond >= 0)
    throw createCorruptFileError(labels.path, `labels from 0 to ${classes - 1}`, `${names[beyond]} at image ${beyond}`);
  return { pixels, labels: names };
}

/** Checks the header and the length of a file of items of the given shape. @returns the bytes after the header. */
function readPayload({ path, bytes }: SourceFile, shape: readonly number[]): Uint8Array {
  const magic = UNSIGNED_BYTES + 1 + shape.length;
  const header = 4 * (2 + shape.length);
  if (bytes.length < header)
    throw createCorruptFileError(path, `an IDX header of ${header} bytes`, `a file of ${bytes.length} bytes`);
  const [found, count = 0, ...dimensions] = Array.from({ length: header / 4 }, (_, word) =>
    readBigEndian(bytes, 4 * word),
  );
  if (found !== magic) throw createCorruptFileError(path, `the IDX magic number ${hex(magic)}`, hex(found as number));
  if (dimensions.join() !== shape.join())
    throw createCorruptFileError(path, `images of ${shape.join(" × ")} pixels`, dimensions.join(" × "));
  if (count === 0) throw createCorruptFileError(path, "at least one item", "a header that announces no items");
  const length = header + count * shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== length)
    throw createCorruptFileError(
      path,
      `${length} bytes for the ${count} items its header announces`,
      `${bytes.length} bytes`,
    );
  return bytes.subarray(header);
}

function readBigEndian(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset);
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, "0")}`;
}
