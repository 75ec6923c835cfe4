/**
 * A lease as its holder sees it: with heartbeats, until it is released or lost.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { LeaseHeldError } from "./error.js";
import { type LeaseDocument, leaseFile, lookAtLease, placeLease, readLease, replaceLease } from "./lease.js";
import { processStart } from "./process-start.js";

/** Seconds between two heartbeats. */
export const HEARTBEAT_SECONDS = 5;

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
    this.#timer = setInterval(() => this.#sendHeartbeat(), 1000 * HEARTBEAT_SECONDS).unref();
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
    return placeLease(folder, document) ? new Lease(folder, document) : undefined;
  }

  /**
   * Looks into the file, now: to be asked right before anything is written under the lease, since a process that was cut
   * off for minutes does not hear of its loss before its next heartbeat.
   *
   * @throws {@link LeaseHeldError} when another process has taken it.
   */
  require(): void {
    const present = lookAtLease(this.folder);
    if (typeof present !== "object") this.#sendHeartbeat();
    else if (present.token !== this.#document.token) this.#lose();
    if (this.lost.aborted) throw new LeaseHeldError(this.folder, readLease(this.folder));
  }

  /** Gives the lease back; the folder is then free. */
  release(): void {
    clearInterval(this.#timer);
    const present = lookAtLease(this.folder);
    const isOurs = present === "unreadable" ? !this.lost.aborted : present?.token === this.#document.token;
    if (isOurs) rmSync(leaseFile(this.folder), { force: true });
  }

  #sendHeartbeat(): void {
    const { token } = this.#document;
    const present = lookAtLease(this.folder);
    if (typeof present === "object" && present.token !== token) {
      this.#lose();
      return;
    }
    this.#document = { ...this.#document, counter: this.#document.counter + 1 };
    try {
      if (present)
        replaceLease(this.folder, this.#document); // also one that the disk has spoilt
      else if (!placeLease(this.folder, this.#document)) this.#lose(); // somebody moved it away: see breakLease
    } catch {
      // a disk that is full or absent for a moment: the next heartbeat will show
    }
  }

  #lose(): void {
    clearInterval(this.#timer);
    this.#lost.abort();
  }
}
