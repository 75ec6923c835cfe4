/**
 * Which jobs have failed since a pool started, in its own hands or another's: they would fail again, so once is enough.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { decodeJson } from "@selectivity-lab/base";
import { attemptSchema } from "../records/attempt.js";
import type { Job } from "./job.js";

/** Remembers how often each job had failed before. */
export class Failures {
  readonly #before: ReadonlyMap<Job, number>;

  /**
   * @param since in seconds since 1970, when everything that belongs together started: a task of a cluster does not retry what another
   *   task of the same job tried. By default now, according to the lengths of the logs and not to a clock.
   */
  constructor(jobs: readonly Job[], since?: number) {
    const isBefore = ({ time }: AttemptEnd) => since === undefined || time < since;
    this.#before = new Map(jobs.map((job) => [job, countFailures(readEnds(job.attempts).filter(isBefore))]));
  }

  /** Why a job's last attempt failed, if it failed since; otherwise `undefined`. */
  findCause(job: Job): string | undefined {
    const ends = readEnds(job.attempts);
    const last = ends.at(-1);
    if (last?.reason !== "failed" || countFailures(ends) <= (this.#before.get(job) ?? 0)) return undefined;
    return last.cause ?? "unknown";
  }
}

interface AttemptEnd {
  readonly reason: string;
  readonly cause: string | null;
  /** Seconds since 1970. */
  readonly time: number;
}

function countFailures(ends: readonly AttemptEnd[]): number {
  return ends.filter(({ reason }) => reason === "failed").length;
}

/** Synchronous, because nothing may change between two looks; unreadable lines are skipped. */
function readEnds(file: string): AttemptEnd[] {
  return readText(file)
    .split("\n")
    .flatMap((line) => {
      try {
        const { event, reason = "", cause = null, time } = decodeJson(file, line, attemptSchema);
        return event === "end" ? [{ reason, cause, time: Number(time) }] : [];
      } catch {
        return [];
      }
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
