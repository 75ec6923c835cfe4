/**
 * What can be wrong with a safetensors file, as data: a code, what was expected, what came, and what to do about it.
 *
 * The pure parts (header, layout) know no path; {@link inFile} adds it where a file is read or written.
 * @module
 */
const REMEDIES = {
  "file-system": "Check the path, its permissions and the free space.",
  truncated: "The file is cut off: copy it again, or write it again.",
  "header-length": "This is no safetensors file, or its first bytes are damaged.",
  "header-json": "This is no safetensors file, or its header is damaged.",
  "duplicate-key":
    "Readers would disagree on which one counts: give every tensor a name of its own, and write the file again.",
  metadata: "Turn structured metadata into text (JSON.stringify) before writing it.",
  entry: 'Every tensor is described as {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}.',
  dtype: "Convert the tensor to one of these before writing the file.",
  size: "The header is damaged, or was written by a faulty program: write the file again.",
  layout: "Tensors must be packed without gaps or overlaps: write the file again with a safetensors library.",
  "reserved-name": "Call the tensor something else.",
} as const;

/** Which rule was broken. */
export type SafetensorsErrorCode = keyof typeof REMEDIES;

/** The facts of one broken rule. */
export interface SafetensorsIssue {
  /** What the problem is about: the header, or a tensor by name. */
  readonly about: string;
  readonly expected: string;
  readonly received: string;
}

/** A file that is not valid safetensors, or that could not be read or written. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
  /** What to do about it. */
  readonly remedy: string;

  /** @param path of the file; absent while only bytes are known. */
  constructor(
    readonly code: SafetensorsErrorCode,
    readonly issue: SafetensorsIssue,
    readonly path?: string,
    options?: ErrorOptions,
  ) {
    const place = path === undefined ? "" : `${path}: `;
    super(`${place}${issue.about}: expected ${issue.expected}, got ${issue.received}.\n  ${REMEDIES[code]}`, options);
    this.remedy = REMEDIES[code];
  }
}

/** Throws a {@link SafetensorsError} that knows no path yet. */
export function refuse(code: SafetensorsErrorCode, about: string, expected: string, received: string): never {
  throw new SafetensorsError(code, { about, expected, received });
}

/** Runs `work`, and lets its {@link SafetensorsError}s and file-system errors name the file at `path`. */
export function inFile<T>(path: string, purpose: "read" | "written", work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SafetensorsError) throw new SafetensorsError(error.code, error.issue, path, { cause: error });
    if (!isSystemError(error)) throw error;
    const issue = { about: "the file", expected: `one that can be ${purpose}`, received: error.message };
    throw new SafetensorsError("file-system", issue, path, { cause: error });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
