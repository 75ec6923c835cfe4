/**
 * Takes a lease, also from a dead holder.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { LeaseHeldError } from "./error.js";
import { Lease } from "./held-lease.js";
import { breakLease } from "./lease.js";
import { LeaseWatch } from "./watch.js";

const LOOK_MS = 500;

/**
 * Takes the lease of a folder.
 *
 * @param watch what is known of its holder; without it, only a holder on this machine can be known to be dead.
 * @throws {@link LeaseHeldError} while another process holds it.
 */
export function takeOver(folder: string, watch = new LeaseWatch()): Lease {
  const { state, holder } = watch.look(folder);
  if (state === "lost") breakLease(folder, holder?.token);
  const lease = state === "held" ? undefined : Lease.take(folder);
  if (lease) return lease;
  throw new LeaseHeldError(folder, watch.look(folder).holder);
}

/**
 * Waits until the watch knows whether a folder's holder lives: no time for one of this machine, a heartbeat for a living one
 * elsewhere, a minute for a dead one or a lease that cannot be read.
 *
 * @param notify told, in one line, when that takes a while.
 */
export async function untilJudged(
  folder: string,
  watch: LeaseWatch,
  stop: AbortSignal,
  notify: (line: string) => void = () => {},
): Promise<void> {
  for (let looks = 0; !stop.aborted; looks++) {
    const { state, isAlive } = watch.look(folder);
    if (state !== "held" || isAlive) return;
    if (looks === 0) notify(`${folder}: waiting up to a minute to see whether the holder of its lease is alive`);
    await setTimeout(LOOK_MS, undefined, { signal: stop }).catch(() => {});
  }
}
