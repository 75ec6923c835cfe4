/**
 * The contract of a kind of data set: how its data sets are named, found and read.
 *
 *     plugin ─ NumPy arrays ─ trees of image files ─ published files        the kinds, in the order in which they are asked
 *
 * To add a kind, write a file that exports a {@link DatasetKind}, and add a line to `load.ts`.
 * @module
 */

import type { EvaluationTransform } from "../../images/evaluation-transform.js";
import type { Fetch, FetchProgress } from "./fetch-file.js";
import type { ImageDataset, Split } from "./format.js";
import type { Environment } from "./locate.js";
import type { DatasetPresence } from "./presence.js";

/** What to do with image files that cannot be decoded: refuse the data set, or skip them. */
export type DamagedImages = "refuse" | "skip";

/** The order in which the class folders of a data set are numbered: as text, with digits as numbers, or as listed. */
export type ClassOrder = "text" | "natural" | readonly string[];

/** Where to search for a data set, whether to download it, and how to read it. */
export interface LoadOptions {
  /** Folders that are searched before all other places; each must exist. */
  readonly dataDirs?: readonly string[];
  /** Download a data set that is not found from its official address; on by default. */
  readonly download?: boolean;
  /** Called with one line before a download or decoding starts, and about image files that are skipped. */
  readonly notify?: (line: string) => void;
  /** Called with the progress of a download. */
  readonly onProgress?: FetchProgress;
  /** Side in pixels to which images of a folder are resized and cropped; 64 by default. Other data sets have a fixed size. */
  readonly imageSize?: number | undefined;
  /** Without `imageSize`: use the pictures of a folder at their own size if all have the same, and say so; off by default. */
  readonly ownSize?: boolean | undefined;
  /** Resize and crop the pictures of a folder or an archive as torchvision does, instead of `imageSize`; other data sets are refused. */
  readonly transform?: EvaluationTransform | undefined;
  /** Mean and standard deviation per channel, if they are known: those of the pictures of a folder are not computed then. */
  readonly normalization?: Pick<ImageDataset, "mean" | "std"> | undefined;
  /** What to do with damaged image files; `refuse` by default. */
  readonly damagedImages?: DamagedImages | undefined;
  /** Order of the classes of a folder or an archive of images; `text` by default. Other data sets have an order of their own. */
  readonly classOrder?: ClassOrder | undefined;
  /** Compare the checksum of a decoded copy before use; on by default. Workers turn it off, since their sweep has just done so. */
  readonly checkCache?: boolean;
  /** Read the source files even if a decoded copy exists, which is then replaced. */
  readonly anew?: boolean;
  /** The process's environment by default. */
  readonly environment?: Environment;
  /** Node's `fetch` by default. */
  readonly fetch?: Fetch;
}

/** A kind of data set. */
export interface DatasetKind {
  /** Names of its data sets; the user's folders and files have none. */
  readonly names: readonly string[];
  /** Whether a name, or a path, is a data set of this kind. */
  answersTo(name: string): boolean;
  /** Finds a data set without reading it; `undefined` if it is not found, or is not kept in files. */
  find(name: string, options: LoadOptions): string | undefined;
  /** Looks at what is on the disk of a data set, without reading images; see `inspectDataset`. */
  inspect(name: string, options: LoadOptions): DatasetPresence;
  /** See `loadDataset`. */
  load(name: string, split: Split, options: LoadOptions): ImageDataset | Promise<ImageDataset>;
}
