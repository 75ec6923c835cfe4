/**
 * What is wrong when a folder is another's.
 *
 * @module
 */
import { type LeaseDocument, leaseFile, lookAtLease } from "./lease.js";

/** Another process is at work in the folder. */
export class LeaseHeldError extends Error {
  override readonly name = "LeaseHeldError";
  readonly code = "LEASE_HELD";

  constructor(
    readonly folder: string,
    readonly holder: LeaseDocument | undefined,
  ) {
    super(holder ? held(folder, holder) : unknown(folder));
  }
}

function held(folder: string, { pid, host }: LeaseDocument): string {
  return `${folder} is being worked on by process ${pid} on ${host}\n  to do: wait for it, or end it; what it has done stays`;
}

function unknown(folder: string): string {
  if (lookAtLease(folder) !== "unreadable")
    return `${folder} is being worked on by another process\n  to do: wait for it, or end it; what it has done stays`;
  return (
    `${leaseFile(folder)} cannot be read: nobody knows whose it is\n` +
    "  to do: wait a minute, its holder writes it anew if there is one; then run the command again, or `selectivity clean`"
  );
}
