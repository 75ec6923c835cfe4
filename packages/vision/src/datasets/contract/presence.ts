/**
 * What is on the disk of a data set, without reading its images: where it was found, which files, and whether their sizes are those
 * of the official files. Checksums are left to `verifyDataset`, which reads everything.
 *
 * @module
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";

/** A file of a data set on the disk. */
export interface FilePresence {
  /** Path of the file; ends in `.gz` if it is packed. */
  readonly path: string;
  /** Size in bytes, unpacked. */
  readonly bytes: number;
  /** Size of the official file, unpacked; null if it is not known. */
  readonly officialBytes: number | null;
}

/** What is on the disk of a data set. */
export interface DatasetPresence {
  readonly name: string;
  /** `incomplete`: some of its files were found, but not all. */
  readonly state: "found" | "incomplete" | "absent";
  /** Folder or archive in which it was found; null if it was not found, or is not kept in files. */
  readonly place: string | null;
  readonly files: readonly FilePresence[];
  /** What is missing, or is not as expected, in one sentence; null if all is well. */
  readonly problem: string | null;
  /** What to do; null if there is nothing to do. */
  readonly remedy: string | null;
}

/** Looks at a file. @param officialBytes size of the official file, unpacked; `undefined` if it is not known. */
export function inspectFile(path: string, officialBytes: number | undefined): FilePresence {
  return {
    path,
    bytes: path.endsWith(".gz") ? readUnpackedSize(path) : statSync(path).size,
    officialBytes: officialBytes ?? null,
  };
}

/** A sentence about the files whose sizes are not the official ones; null if there are none. */
export function describeUnofficialSizes(files: readonly FilePresence[]): string | null {
  const unofficial = files.filter(({ bytes, officialBytes }) => officialBytes !== null && bytes !== officialBytes);
  const [first] = unofficial;
  if (!first) return null;
  const others = unofficial.length > 1 ? ` (and ${unofficial.length - 1} more)` : "";
  return `${first.path}${others} is not of the official size: expected ${first.officialBytes} bytes, got ${first.bytes}.`;
}

/** A gzip file ends with the size of its content, modulo 2^32. Source: RFC 1952, section 2.3.1, ISIZE. */
function readUnpackedSize(path: string): number {
  const file = openSync(path, "r");
  try {
    const { size } = statSync(path);
    const end = Buffer.alloc(4);
    return size >= 18 && readSync(file, end, 0, 4, size - 4) === 4 ? end.readUInt32LE() : 0; // 18: header and trailer
  } finally {
    closeSync(file);
  }
}
