/**
 * A lease: the right to work in a folder, as a file that only one process can have made.
 *
 *     FOLDER/lease.json     {@link LeaseDocument}; its counter rises while its holder lives
 *
 * Made by a hard link, which exactly one of several processes gets, on NFS too. Its holder beats: it writes the file anew with
 * a higher counter every few seconds. Others judge by the counter alone, against their own clock that never goes back, so
 * clocks that differ or jump mean nothing; and on the holder's own machine by whether its process is there.
 *
 * A holder that was taken for dead (stopped, cut off) and comes back finds another token in the file and stops working. In
 * between two may have worked: everything they write is whole and the same, so that only time is lost.
 * @module
 */
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { processStart } from "./process-start.js";

/** What the file of a lease says of its holder. */
export const leaseSchema = z.object({
  schema: z.literal(1),
  /** Twelve letters that no other holder has. */
  token: z.string(),
  host: z.string(),
  pid: z.int(),
  /** When that process started, as its system counts; tells it from a later one of the same number. */
  started: z.string(),
  /** Rises with every beat. */
  counter: z.int(),
});
/** What the file of a lease says of its holder: see {@link leaseSchema}. */
export type LeaseDocument = z.infer<typeof leaseSchema>;

/** Seconds between two beats. */
export const BEAT_SECONDS = 5;

/** The file of a folder's lease. */
export function leaseFile(folder: string): string {
  return path.join(folder, "lease.json");
}

/** Reads a lease; `undefined` where there is none, or it is being replaced just now. */
export function readLease(folder: string): LeaseDocument | undefined {
  try {
    return leaseSchema.parse(JSON.parse(readFileSync(leaseFile(folder), "utf8")));
  } catch {
    return undefined;
  }
}

/** A lease that this process holds. {@link Lease.release} gives it back. */
export class Lease {
  #document: LeaseDocument;
  readonly #timer: NodeJS.Timeout;
  readonly #lost = new AbortController();

  private constructor(
    readonly folder: string,
    document: LeaseDocument,
  ) {
    this.#document = document;
    this.#timer = setInterval(() => this.#beat(), 1000 * BEAT_SECONDS).unref();
  }

  /** Aborted once another process has taken the lease: whoever works under it must stop. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Takes the lease of a folder that exists.
   *
   * @returns `undefined` when another process holds it, dead or alive; see {@link breakLease}.
   */
  static take(folder: string): Lease | undefined {
    const document: LeaseDocument = {
      ...{ schema: 1, token: randomBytes(6).toString("hex"), host: hostname(), pid: process.pid },
      ...{ started: processStart(process.pid) ?? "", counter: 0 },
    };
    return place(folder, document) ? new Lease(folder, document) : undefined;
  }

  /** Gives the lease back; the folder is then free. */
  release(): void {
    clearInterval(this.#timer);
    if (readLease(this.folder)?.token === this.#document.token) rmSync(leaseFile(this.folder), { force: true });
  }

  #beat(): void {
    const { token } = this.#document;
    const present = readLease(this.folder);
    if (present && present.token !== token) {
      this.#lose();
      return;
    }
    this.#document = { ...this.#document, counter: this.#document.counter + 1 };
    try {
      if (present) replace(this.folder, this.#document);
      else if (!place(this.folder, this.#document)) this.#lose(); // somebody moved it away: see breakLease
    } catch {
      // a disk that is full or gone for a moment: the next beat tells more
    }
  }

  #lose(): void {
    clearInterval(this.#timer);
    this.#lost.abort();
  }
}

/** Makes the file of a lease, unless it is there. */
function place(folder: string, document: LeaseDocument): boolean {
  const temporary = path.join(folder, `.lease.${document.token}.tmp`);
  writeFileSync(temporary, `${JSON.stringify(document)}\n`);
  try {
    linkSync(temporary, leaseFile(folder));
    return true;
  } catch (error) {
    // NFS may repeat a request whose answer was lost: then the link is there, and ours
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return readLease(folder)?.token === document.token;
    if (code === "ENOENT") return false; // its holder has just tidied the folder, our temporary file with it
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function replace(folder: string, document: LeaseDocument): void {
  const temporary = path.join(folder, `.lease.${document.token}.tmp`);
  writeFileSync(temporary, `${JSON.stringify(document)}\n`);
  renameSync(temporary, leaseFile(folder));
}

/**
 * Takes a dead holder's lease away.
 *
 * Moving the file is what exactly one of several processes can do. Whoever moved the lease of another, who was quicker,
 * puts it back.
 *
 * @param token of the holder that is dead. @returns whether the folder is free now, as far as this process saw.
 */
export function breakLease(folder: string, token: string): boolean {
  const aside = path.join(folder, `.lease.${token}.${process.pid}.tmp`);
  try {
    renameSync(leaseFile(folder), aside);
  } catch {
    return !existsSync(leaseFile(folder));
  }
  const moved = tokenIn(aside);
  try {
    if (moved !== undefined && moved !== token) linkSync(aside, leaseFile(folder));
  } catch {
    // its holder, or a third process, has made it anew
  }
  rmSync(aside, { force: true });
  return moved === token || moved === undefined;
}

function tokenIn(file: string): string | undefined {
  try {
    return leaseSchema.parse(JSON.parse(readFileSync(file, "utf8"))).token;
  } catch {
    return undefined;
  }
}
