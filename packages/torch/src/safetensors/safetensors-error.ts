/**
 * What can be wrong with a safetensors file, as data: a code, what was expected, what was received, and what to do.
 *
 * The pure parts (header, layout) know no path; {@link inFile} adds it where a file is read or written.
 * @module
 */
import { describeSystemError, type ErrorFacts, explainError, isSystemError, LabError } from "@selectivity-lab/base";

const REMEDIES = {
  "file-system": "check the path, its permissions and the free space",
  truncated: "copy or write the file again, it is cut off",
  "header-length":
    "check that this is a safetensors file, and copy it again: if it is one, its first bytes are damaged",
  "header-json": "check that this is a safetensors file, and copy it again: if it is one, its header is damaged",
  "duplicate-key":
    "give every tensor a name of its own and write the file again, because readers would disagree on which one counts",
  metadata: "turn structured metadata into text (JSON.stringify) before writing it",
  entry: 'describe every tensor as {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}',
  dtype: "convert the tensor to one of these before writing the file",
  size: "write the file again: its header is damaged, or a faulty program wrote it",
  layout: "write the file again with a safetensors library, which packs tensors without gaps or overlaps",
  "reserved-name": "give the tensor a different name",
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

/** A file is not valid safetensors, or cannot be read or written. */
export class SafetensorsError extends LabError {
  override readonly name = "SafetensorsError";
  declare readonly code: SafetensorsErrorCode;

  /** @param facts `path` is absent while only bytes are known; `problem` is made from the issue by default. */
  constructor(
    code: SafetensorsErrorCode,
    readonly issue: SafetensorsIssue,
    { path, ...facts }: Partial<Omit<ErrorFacts, "code">> = {},
  ) {
    const place = path === undefined ? "" : `${path}: `;
    const problem = `${place}${issue.about}: expected ${issue.expected}, got ${issue.received}.`;
    super({ problem, remedy: REMEDIES[code], ...facts, code, path });
  }
}

/** Throws a {@link SafetensorsError} that knows no path yet. */
export function refuse(code: SafetensorsErrorCode, about: string, expected: string, received: string): never {
  throw new SafetensorsError(code, { about, expected, received });
}

/** Runs `work`; its {@link SafetensorsError}s and file-system errors then name the file at `path`. */
export function inFile<T>(path: string, purpose: "read" | "written", work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof SafetensorsError) throw new SafetensorsError(cause.code, cause.issue, { path, cause });
    if (!isSystemError(cause)) throw cause;
    const issue = { about: "the file", expected: `one that can be ${purpose}`, received: explainError(cause) };
    const { remedy = REMEDIES["file-system"], fault } = describeSystemError(cause) ?? {};
    const problem = `${path}: cannot be ${purpose}: ${issue.received}.`;
    throw new SafetensorsError("file-system", issue, { path, problem, remedy, fault, cause });
  }
}
