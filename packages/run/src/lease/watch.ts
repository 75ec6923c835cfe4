/**
 * Judges the holders of leases by watching them.
 *
 * One of this machine is there or not: a process that lives is never taken for dead, however long it is silent, be it in the
 * middle of a long computation or stopped. One of another machine is judged by its silence, and so is a lease that cannot be
 * read, since its holder would have written it anew.
 * @module
 */
import { hostname } from "node:os";
import { type LeaseDocument, lookAtLease } from "./lease.js";
import { processStart } from "./process-start.js";

/** A holder whose counter stood still for so many seconds is taken for dead: a dozen heartbeats. */
export const LOST_SECONDS = 60;

/** State of a folder's lease. */
export type LeaseState = "free" | "held" | "lost";

/** A look at a folder's lease. */
export interface LeaseView {
  readonly state: LeaseState;
  /** Nobody where it is free, or cannot be read. */
  readonly holder: LeaseDocument | undefined;
  /** Whether it is known to be alive: its process is there, or a heartbeat was seen. */
  readonly isAlive: boolean;
}

/** Stands for the counter of a lease that cannot be read. */
const UNREADABLE = { token: "", counter: 0 } as const;

/** Watches leases; the longer, the more it knows. */
export class LeaseWatch {
  readonly #seen = new Map<string, { token: string; counter: number; since: number; isAlive: boolean }>();

  /** @param now in seconds, from a clock that never goes back. @param lostSeconds after which a still counter means death. */
  constructor(
    private readonly now: () => number = () => performance.now() / 1000,
    private readonly lostSeconds = LOST_SECONDS,
  ) {}

  /** Looks at a folder, and remembers what it saw. */
  look(folder: string): LeaseView {
    const found = lookAtLease(folder);
    if (!found) {
      this.#seen.delete(folder);
      return { state: "free", holder: undefined, isAlive: false };
    }
    const holder = found === "unreadable" ? undefined : found;
    const life = holder ? lifeHere(holder) : "unknown";
    if (life === "dead") return { state: "lost", holder, isAlive: false };
    if (life === "alive") return { state: "held", holder, isAlive: true };
    const { token, counter } = holder ?? UNREADABLE;
    const before = this.#seen.get(folder);
    if (before?.token !== token || before.counter !== counter) {
      const isAlive = before?.token === token;
      this.#seen.set(folder, { token, counter, since: this.now(), isAlive });
      return { state: "held", holder, isAlive };
    }
    return { state: this.now() - before.since > this.lostSeconds ? "lost" : "held", holder, isAlive: before.isAlive };
  }
}

/** Whether a holder was a process of this machine that is no more. */
export function isDeadHere(holder: LeaseDocument): boolean {
  return lifeHere(holder) === "dead";
}

/** Whether a holder is a process of this machine that is there, at work or stopped. */
export function isAliveHere(holder: LeaseDocument): boolean {
  return lifeHere(holder) === "alive";
}

/** "unknown": it is of another machine, or of a system that does not say when a process started. */
function lifeHere({ host, pid, started }: LeaseDocument): "alive" | "dead" | "unknown" {
  if (host !== hostname() || !sameNamespace(started)) return "unknown";
  const present = processStart(pid);
  if (present === undefined) return "dead";
  if (present === "" || started === "") return "unknown";
  return present === started ? "alive" : "dead";
}

/** Machines and containers may share a name but not their processes: only those of our own boot and space are known to us. */
function sameNamespace(started: string): boolean {
  const own = processStart(process.pid) ?? "";
  const space = (text: string) => text.split(" ").slice(0, 2).join(" ");
  return own === "" || space(started) === space(own);
}
