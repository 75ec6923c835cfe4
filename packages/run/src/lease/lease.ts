/**
 * A lease: the right to work in a folder, as a file that only one process can have made.
 *
 *     FOLDER/lease.json     {@link LeaseDocument}; its counter rises while its holder lives
 *
 * Created by a hard link, which exactly one of several processes gets, on NFS, too. Its holder sends heartbeats: it rewrites the file
 * with a higher counter every few seconds, see `held-lease.ts`. Others judge by the counter alone, against their own clock that
 * never goes back, so clocks that differ or jump mean nothing; and on the holder's own machine by whether its process is there:
 * see `watch.ts`.
 *
 * A holder that was taken for dead (cut off) and comes back finds another token in the file and stops working. In
 * between two may have worked: everything they write is whole and the same, so that only time is lost.
 * @module
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What the file of a lease says of its holder. */
export const leaseSchema = z.object({
  schema: z.literal(1),
  /** Twelve hexadecimal digits that no other holder has. */
  token: z.string(),
  host: z.string(),
  pid: z.int(),
  /** When that process started, as its system counts; tells it from a later one of the same number. */
  started: z.string(),
  /** Rises with every heartbeat. */
  counter: z.int(),
});
/** What the file of a lease says of its holder: see {@link leaseSchema}. */
export type LeaseDocument = z.infer<typeof leaseSchema>;

/** The file of a folder's lease. */
export function leaseFile(folder: string): string {
  return path.join(folder, "lease.json");
}

/**
 * Looks at a folder's lease.
 *
 * @returns `undefined` where there is none; "unreadable" for a file that holds no lease: empty or torn, as a disk or a cut of
 *   power may leave it. Its holder writes it again with the next heartbeat.
 */
export function lookAtLease(folder: string): LeaseDocument | "unreadable" | undefined {
  return documentIn(leaseFile(folder));
}

/** Reads a lease; `undefined` where there is none, or none that can be read. */
export function readLease(folder: string): LeaseDocument | undefined {
  const found = lookAtLease(folder);
  return found === "unreadable" ? undefined : found;
}

function documentIn(file: string): LeaseDocument | "unreadable" | undefined {
  try {
    return leaseSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : "unreadable";
  }
}

/** Makes the file of a lease, unless it is there. @returns whether the lease is that of the document now. */
export function placeLease(folder: string, document: LeaseDocument): boolean {
  const temporary = writeBeside(folder, document);
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

/** Writes the file of a lease anew, whatever is there. */
export function replaceLease(folder: string, document: LeaseDocument): void {
  renameSync(writeBeside(folder, document), leaseFile(folder));
}

/** Flushed before it gets its name: else a cut of power leaves a name without contents, which would keep everybody out. */
function writeBeside(folder: string, document: LeaseDocument): string {
  const temporary = path.join(folder, `.lease.${document.token}.tmp`);
  const file = openSync(temporary, "w");
  try {
    writeFileSync(file, `${JSON.stringify(document)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}

/**
 * Takes a dead holder's lease away.
 *
 * Moving the file is what exactly one of several processes can do. Whoever moved the lease of another, who was quicker,
 * puts it back.
 *
 * @param token of the holder that is dead; `undefined` for a lease that cannot be read.
 * @returns whether the folder is free now, as far as this process saw.
 */
export function breakLease(folder: string, token: string | undefined): boolean {
  const aside = path.join(folder, `.lease.${token ?? "unreadable"}.${process.pid}.tmp`);
  try {
    renameSync(leaseFile(folder), aside);
  } catch {
    return !existsSync(leaseFile(folder));
  }
  const moved = documentIn(aside);
  const isMeant = typeof moved !== "object" || moved.token === token;
  try {
    if (!isMeant) linkSync(aside, leaseFile(folder));
  } catch {
    // its holder, or a third process, has made it anew
  }
  rmSync(aside, { force: true });
  return isMeant;
}
