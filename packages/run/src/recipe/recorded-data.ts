/**
 * The data of a sweep or a trial, as its record keeps them: where they lay, and what was in them.
 *
 * A path on the command line means a place below the folder in which the command ran. The record keeps it as an absolute path, so that
 * whoever continues means the same data; the checksums tell whether they still are.
 *
 * @module
 */
import { z } from "zod";

/** Where data lay, and their checksums. */
export const recordedDataSchema = z.object({
  /** Absolute path of a folder, archive or arrays. Absent for data sets that are found by their names, and in older records. */
  path: z.string().optional(),
  /** SHA-256 of what was read, by file: see `ImageDataset.sha256`. */
  sha256: z.record(z.string(), z.string()),
});
/** Where data lay, and their checksums: see {@link recordedDataSchema}. */
export type RecordedData = z.infer<typeof recordedDataSchema>;

/** Whether two records are of the same content. Names of files do not count: an archive may have been renamed. */
export function isSameContent(a: RecordedData["sha256"], b: RecordedData["sha256"]): boolean {
  const sums = (record: RecordedData["sha256"]) => Object.values(record).sort().join();
  return sums(a) === sums(b);
}

/** Checksums in a few letters, which people compare. */
export function shortenChecksums(sha256: RecordedData["sha256"]): string {
  return Object.entries(sha256)
    .map(([name, sum]) => `${name} ${sum.slice(0, 12)}`)
    .join(", ");
}
