/**
 * Taking a lease, also from a holder that is dead.
 *
 * @module
 */
import { breakLease, Lease, type LeaseDocument } from "./lease.js";
import { LeaseWatch } from "./watch.js";

/** Another process is at work in the folder. */
export class LeaseHeldError extends Error {
  override readonly name = "LeaseHeldError";
  readonly code = "LEASE_HELD";

  constructor(
    readonly folder: string,
    readonly holder: LeaseDocument | undefined,
  ) {
    const who = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
    super(`${folder} is being worked on by ${who}\n  to do: wait for it, or end it; what it has done stays`);
  }
}

/**
 * Takes the lease of a folder.
 *
 * @param watch what is known of its holder; without it, only a holder on this machine can be known to be dead.
 * @throws {@link LeaseHeldError} while another process holds it.
 */
export function takeOver(folder: string, watch = new LeaseWatch()): Lease {
  const { state, holder } = watch.look(folder);
  if (state === "lost" && holder) breakLease(folder, holder.token);
  const lease = state === "held" ? undefined : Lease.take(folder);
  if (lease) return lease;
  throw new LeaseHeldError(folder, watch.look(folder).holder);
}
