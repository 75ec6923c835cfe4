/**
 * Judges the holders of leases by watching them.
 *
 * @module
 */
import { hostname } from "node:os";
import { type LeaseDocument, readLease } from "./lease.js";
import { processStart } from "./process-start.js";

/** A holder whose counter stood still for so many seconds is taken for dead: a dozen beats. */
export const LOST_SECONDS = 60;

/** What is to be thought of a folder's lease. */
export type LeaseState = "free" | "held" | "lost";

/** Watches leases; the longer, the more it knows. */
export class LeaseWatch {
  readonly #seen = new Map<string, { token: string; counter: number; since: number; beats: boolean }>();

  /** @param now in seconds, from a clock that never goes back. @param lostSeconds after which a still counter means death. */
  constructor(
    private readonly now: () => number = () => performance.now() / 1000,
    private readonly lostSeconds = LOST_SECONDS,
  ) {}

  /** Looks at a folder, and remembers what it saw. `beats`: the holder's heart was seen to beat, so that it lives for sure. */
  look(folder: string): { state: LeaseState; holder: LeaseDocument | undefined; beats: boolean } {
    const holder = readLease(folder);
    if (!holder) {
      this.#seen.delete(folder);
      return { state: "free", holder, beats: false };
    }
    if (isDeadHere(holder)) return { state: "lost", holder, beats: false };
    const before = this.#seen.get(folder);
    if (before?.token !== holder.token || before.counter !== holder.counter) {
      const beats = before?.token === holder.token;
      this.#seen.set(folder, { token: holder.token, counter: holder.counter, since: this.now(), beats });
      return { state: "held", holder, beats };
    }
    return { state: this.now() - before.since > this.lostSeconds ? "lost" : "held", holder, beats: before.beats };
  }
}

/** Whether a holder was a process of this machine that is no more. */
export function isDeadHere({ host, pid, started }: LeaseDocument): boolean {
  if (host !== hostname()) return false;
  if (!sameNamespace(started)) return false;
  const present = processStart(pid);
  return present === undefined || (present !== "" && started !== "" && present !== started);
}

/** Machines and containers may share a name but not their processes: only those of our own boot and space are known to us. */
function sameNamespace(started: string): boolean {
  const own = processStart(process.pid) ?? "";
  const space = (text: string) => text.split(" ").slice(0, 2).join(" ");
  return own === "" || space(started) === space(own);
}
