/**
 * The records of the CIFAR data sets' binary versions.
 *
 *     record   1 or 2 label bytes   1,024 red   1,024 green   1,024 blue, row by row
 *
 * The format has no header, so only the length of a file can be checked.
 * @module
 */
import { createCorruptFileError } from "../../error.js";
import type { Decoded, SourceFile } from "../contract/format.js";

const PIXELS = 3 * 32 * 32;

/** What differs between the data sets. */
export interface CifarRecords {
  /** Number of records of each file. */
  readonly recordsPerFile: number;
  /** Number of label bytes of each record; the last is the label, the one before it a coarser label. */
  readonly labelBytes: number;
  readonly classes: number;
}

/** Size of a file of records, in bytes. */
export function sizeCifarFile(records: number, labelBytes: number): number {
  return records * (labelBytes + PIXELS);
}

/**
 * Reads files of labeled records.
 *
 * @throws DatasetError if a file has more or fewer records, or a label is out of range.
 */
export function decodeCifar(
  files: readonly SourceFile[],
  { recordsPerFile, labelBytes, classes }: CifarRecords,
): Decoded {
  const size = labelBytes + PIXELS;
  const pixels = new Uint8Array(files.length * recordsPerFile * PIXELS);
  const labels = new Uint8Array(files.length * recordsPerFile);
  for (const [file, { path, bytes }] of files.entries()) {
    if (bytes.length !== recordsPerFile * size)
      throw createCorruptFileError(
        path,
        `${recordsPerFile * size} bytes (${recordsPerFile} records of ${size})`,
        `${bytes.length} bytes`,
      );
    for (let record = 0; record < recordsPerFile; record++) {
      const start = record * size + labelBytes;
      const label = bytes[start - 1] as number;
      if (label >= classes)
        throw createCorruptFileError(path, `labels from 0 to ${classes - 1}`, `${label} at record ${record}`);
      const image = file * recordsPerFile + record;
      labels[image] = label;
      pixels.set(bytes.subarray(start, start + PIXELS), image * PIXELS);
    }
  }
  return { pixels, labels };
}
