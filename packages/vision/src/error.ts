/**
 * What goes wrong with data sets, told in one form.
 *
 * @module
 */
/** Why a data set could not be had. */
export type DatasetErrorCode =
  /** no data set has this name */
  | "unknown"
  /** a folder or file is not there, or the data set is nowhere to be found */
  | "missing"
  /** the file is there but cannot be read: rights, a disk error, a folder in its place */
  | "unreadable"
  /** what was read cannot be kept: rights, a full disk */
  | "unwritable"
  /** the file is not what its name promises: cut short, damaged, another format, another data set */
  | "corrupt"
  /** the official address did not deliver the official files */
  | "download"
  /** the name is another data set's */
  | "taken"
  /** what a plugin registers or loads is no data set */
  | "plugin";

/** A data set could not be had. The message says which, what was expected, what came, and what to do. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";

  /**
   * @param problem what was expected and what came, a sentence that stands alone.
   * @param remedy what to do, below it.
   * @param options.path the file or folder at fault, where there is one.
   */
  constructor(
    readonly code: DatasetErrorCode,
    problem: string,
    remedy: string,
    options: { path?: string; cause?: unknown } = {},
  ) {
    super(
      `${problem}\n  ${remedy.replaceAll("\n", "\n  ")}`,
      "cause" in options ? { cause: options.cause } : undefined,
    );
    this.path = options.path;
  }

  readonly path: string | undefined;
}

/** A file that is not what its name promises; every reader says it in this one sentence. */
export function corruptFile(path: string, expected: string, received: string, cause?: unknown): DatasetError {
  return new DatasetError(
    "corrupt",
    `${path}: expected ${expected}, got ${received}.`,
    "Replace the file by a fresh copy, or delete it to have the data set looked for elsewhere.",
    { path, ...(cause === undefined ? {} : { cause }) },
  );
}
