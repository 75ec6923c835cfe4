/**
 * The contract of a published data set: a description as data, and one function that reads its bytes. To add one, write a file that
 * exports a {@link DatasetFormat}, and add a line to `published.ts`; finding, unpacking, checking and downloading its files is shared,
 * and names and help texts follow from that list.
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import type { EvaluationTransform } from "../../images/evaluation-transform.js";

/** The two parts of every data set. */
export type Split = "train" | "test";

/** One split of a data set, in memory. The tensors belong to the caller, who disposes of them. */
export interface ImageDataset {
  readonly name: string;
  readonly split: Split;
  /** uint8 `[N, C, H, W]`, 0 (black) to 255. */
  readonly images: Tensor;
  /** int64 `[N]`, indices into `classes`. */
  readonly labels: Tensor;
  /** Class names in label order. */
  readonly classes: readonly string[];
  /** Mean of each channel over the training images, pixels scaled to 0..1. */
  readonly mean: readonly number[];
  /** Standard deviation of each channel over the training images, pixels scaled to 0..1. */
  readonly std: readonly number[];
  /** SHA-256 of each source file's uncompressed content, by its plain name: the same for plain and gzipped copies. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Order of the classes, where the user chose one other than that of text. */
  readonly classOrder?: "natural" | readonly string[];
  /** Path in the data set of each image, in the order of `images`; absent where images are not files. */
  readonly files?: readonly string[];
  /** How its pictures were resized and cropped, where that was asked for. */
  readonly transform?: EvaluationTransform;
  /** Paths in the data set of the image files that were skipped because they are damaged. */
  readonly skipped?: readonly string[];
}

/** A source file, unpacked. */
export interface SourceFile {
  /** Path of the file, for errors; ends in `.gz` if it was packed. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The decoded content of one split. */
export interface Decoded {
  /** N·C·H·W pixels, in that order. */
  readonly pixels: Uint8Array;
  /** N labels, each below the number of classes. */
  readonly labels: Uint8Array;
}

/** A file at an official address. */
export interface Download {
  readonly url: string;
  /** Of the file as served; published by the authors, or by torchvision. */
  readonly md5: string;
  /** Size of the file as served, if it is known. */
  readonly bytes?: number;
}

/** A form in which the files of a data set are about, other than that of {@link DatasetFormat.files}. */
export interface SourceForm {
  /** In words, such as `the Python version`. */
  readonly title: string;
  /** The files, each for the official one at the same place. */
  readonly files: Readonly<Record<Split, readonly string[]>>;
  /** Folders below a data folder in which they may be, in addition to the data folder itself. */
  readonly folders: readonly string[];
  /** Set where the files have names that anything may have, such as `train`: they are then searched in these folders alone. */
  readonly commonNames?: boolean;
  /** Names of `.tar.gz` archives in these folders with the files in them, at any depth. */
  readonly archives: readonly string[];
  /**
   * The bytes of the official file; absent where they are the same.
   * @throws DatasetError for bytes that are not exactly in this form.
   */
  readonly convert?: (file: SourceFile) => Uint8Array;
}

/** A data set as data. */
export interface DatasetFormat {
  readonly name: string;
  /** Name as the authors write it. */
  readonly title: string;
  /** C, H, W of an image. */
  readonly imageShape: readonly [number, number, number];
  readonly classes: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Source files of each split, by their official names, unpacked. */
  readonly files: Readonly<Record<Split, readonly string[]>>;
  /** Folders below a data folder in which the files may be, in addition to the data folder itself. */
  readonly folders: readonly string[];
  /** Other forms of the same files, such as archives; the official one, plain or gzipped, is searched first in every folder. */
  readonly forms: readonly SourceForm[];
  /** SHA-256 of the official files' uncompressed content, if known: distinguishes data sets with equal file names. */
  readonly contents: Readonly<Record<string, string>>;
  /** The official files: gzipped ones are kept as they are, `.tar.gz` archives are unpacked. */
  readonly downloads: readonly Download[];
  /** Sizes of the official files in bytes, unpacked, by their names. */
  readonly bytes: Readonly<Record<string, number>>;
  /** A way to install the data set other than the download; empty if there is none. */
  readonly install: string;
  /**
   * Reads the source files of one split, in the order of `files`.
   * @throws DatasetError for bytes that are not exactly in this format.
   */
  decode(files: readonly SourceFile[], split: Split): Decoded;
}
