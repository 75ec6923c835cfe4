/**
 * What the operating system refuses, in words: the only place that explains its error codes.
 *
 *     /data/cifar10: no such file or folder (ENOENT)
 *       to do: check the spelling of the path
 *
 * @module
 */
import { type Fault, LabError } from "./lab-error.js";

/** What an error code of the operating system means. */
export interface ErrnoMeaning {
  /** A clause without a period, such as `no such file or folder`. */
  readonly problem: string;
  /** What to do, as an instruction without a period. */
  readonly remedy: string;
  readonly fault: Fault;
}

const MEANINGS: Readonly<Record<string, ErrnoMeaning>> = {
  ENOENT: input("no such file or folder", "check the spelling of the path"),
  EACCES: input("permission denied", "change the permissions, or choose a path that you may use"),
  EPERM: input("operation not permitted", "change the owner or the permissions, or choose another path"),
  EROFS: input("the file system is read-only", "choose a path on a disk that can be written"),
  ENOTDIR: input("a part of the path is a file, not a folder", "check the path"),
  EISDIR: input("this is a folder, but a file was expected", "name a file"),
  EEXIST: input("this already exists", "choose another path, or move what is there"),
  ELOOP: input("the symbolic links go around in a circle", "mend the links"),
  ENOSPC: work("the disk is full", "make room on it, then run the command again"),
  EDQUOT: work("the disk quota is used up", "make room within the quota, then run the command again"),
  EMFILE: work(
    "too many files are open in this process",
    "raise the limit with `ulimit -n`, then run the command again",
  ),
  ENFILE: work("too many files are open on this machine", "close other programs, then run the command again"),
  ENAMETOOLONG: input("the path or one of its names is too long", "choose a shorter path"),
  EFBIG: work("the file would be larger than the disk or the limit allows", "choose a path on another disk"),
  EBUSY: work("something else is using this", "end what uses it, then run the command again"),
  ETXTBSY: work("something else is running this file", "end what uses it, then run the command again"),
  ESTALE: work("the network disk no longer knows this file", "mount the disk again, then run the command again"),
  ENOTEMPTY: input("the folder is not empty", "choose another path, or move what is there"),
  EXDEV: input("the two paths are on different disks", "choose paths on one disk"),
  ENXIO: input("there is no such device", "name a file"),
  ENODEV: input("this is not supported on that device", "choose a path on another disk"),
  ENOMEM: work("the memory is used up", "close other programs, then run the command again"),
  EPIPE: work("the reader of the output has gone away", "run the command again without closing its output"),
  EIO: work("the disk failed to read or write", "check the disk; the system's log may say more"),
};

/** An error of the operating system, explained. */
export class SystemError extends LabError {
  override readonly name = "SystemError";

  /** @param errno the system's own code, such as `ENOENT`. */
  constructor(
    readonly errno: string,
    { problem, remedy, fault }: ErrnoMeaning,
    cause: NodeJS.ErrnoException,
    path = cause.path,
  ) {
    const place = cause.path === undefined ? "" : `${cause.path}: `;
    super({ code: "system-error", problem: `${place}${problem} (${errno})`, remedy, fault, path, cause });
  }
}

/** An error of the operating system whose problem is known better than its code says. */
export function createSystemError(errno: string, path: string, problem: string): SystemError {
  const { remedy = "check the path", fault = "input" } = MEANINGS[errno] ?? {};
  return new SystemError(errno, { problem, remedy, fault }, Object.assign(new Error(problem), { code: errno }), path);
}

/**
 * Names the file that a system error is about, where the system names none (writing to an open file) or a temporary one.
 *
 * @returns the same error.
 */
export function nameFile(error: unknown, path: string): unknown {
  if (isSystemError(error)) error.path = path;
  return error;
}

/**
 * The explanation of an error that Node passed on from the operating system.
 *
 * @returns `undefined` for any other error, and for one whose code has no explanation here.
 */
export function describeSystemError(error: unknown): SystemError | undefined {
  if (!isSystemError(error)) return undefined;
  const meaning = MEANINGS[error.code];
  return meaning && new SystemError(error.code, meaning, error);
}

/**
 * What a system error means in one clause: `no such file or folder (ENOENT)`, for messages that name the path themselves.
 * A code without an explanation stands for itself; any other error gives its message.
 */
export function explainError(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  const meaning = MEANINGS[error.code];
  return meaning ? `${meaning.problem} (${error.code})` : error.code;
}

/** What a code of the operating system means in one clause; a code without an explanation stands for itself. */
export function explainErrno(code: string): string {
  return MEANINGS[code]?.problem ?? code;
}

/** Whether Node passed this error on from the operating system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

function input(problem: string, remedy: string): ErrnoMeaning {
  return { problem, remedy, fault: "input" };
}

function work(problem: string, remedy: string): ErrnoMeaning {
  return { problem, remedy, fault: "work" };
}
