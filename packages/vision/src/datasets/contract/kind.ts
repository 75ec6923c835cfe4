/**
 * What a kind of data set is to the rest: how those of it are named, found and read.
 *
 *     plugin ─ NumPy arrays ─ trees of image files ─ published files        the kinds, in the order in which they are asked
 *
 * A new kind is one file that exports a {@link DatasetKind}, and one line in `load.ts`.
 * @module
 */

import type { Fetch, FetchProgress } from "./fetch-file.js";
import type { ImageDataset, Split } from "./format.js";
import type { Environment } from "./locate.js";
import type { DatasetPresence } from "./presence.js";

/** What becomes of image files that cannot be decoded: the data set is refused, or read without them. */
export type DamagedImages = "refuse" | "skip";

/** Where to look for a data set, whether to fetch it, and how to read it. */
export interface LoadOptions {
  /** Searched before all other places; each must exist. */
  readonly dataDirs?: readonly string[];
  /** Download from the official address what is nowhere found; on by default. */
  readonly download?: boolean;
  /** Told, in one line, about a download before it begins, and about image files that are left out. */
  readonly notify?: (line: string) => void;
  /** Told how far a download is. */
  readonly onProgress?: FetchProgress;
  /** Pixels a side to which the images of a folder are resized and cropped; 64 by default. Other data sets have their own. */
  readonly imageSize?: number | undefined;
  /** Of a tree of image files; `refuse` by default. */
  readonly damagedImages?: DamagedImages | undefined;
  /** Compare the checksum of a decoded copy before it is used; on by default. Off for workers, whose sweep has just done so. */
  readonly checkCache?: boolean;
  /** Read the source even where its decoded copy is kept, which is then replaced. */
  readonly anew?: boolean;
  /** By default the process's own. */
  readonly environment?: Environment;
  /** By default Node's own. */
  readonly fetch?: Fetch;
}

/** A kind of data set. */
export interface DatasetKind {
  /** Those that have a name of their own; a user's folders and files have none. */
  readonly names: readonly string[];
  answersTo(name: string): boolean;
  /** Where a data set lies, without reading it; `undefined` where it is nowhere, or has no place. */
  find(name: string, options: LoadOptions): string | undefined;
  /** What is on the disk of a data set; reads no image. */
  inspect(name: string, options: LoadOptions): DatasetPresence;
  /** See `loadDataset`. */
  load(name: string, split: Split, options: LoadOptions): ImageDataset | Promise<ImageDataset>;
}
