/**
 * Which trials have failed since a scheduler began, be it in its own hands or another's: once is enough, for they would fail
 * again.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { decodeJson } from "@selectivity-lab/base";
import { attemptSchema } from "../records/attempt.js";
import { trialFiles } from "../records/trial-files.js";

/** Remembers how often each trial had failed when it was made. */
export class Failures {
  readonly #before: ReadonlyMap<string, number>;

  /**
   * @param folders of the trials.
   * @param since in seconds since 1970, when all that belongs together began: a task of a cluster does not try what another
   *   task of its job has tried. By default now, told by the logs' lengths and not by a clock.
   */
  constructor(folders: readonly string[], since?: number) {
    const isBefore = ({ time }: End) => since === undefined || time < since;
    this.#before = new Map(folders.map((folder) => [folder, failuresIn(endsIn(folder).filter(isBefore))]));
  }

  /** Why a trial's last attempt failed, if it did and that was since; else `undefined`. */
  causeOf(folder: string): string | undefined {
    const ends = endsIn(folder);
    const last = ends.at(-1);
    if (last?.reason !== "failed" || failuresIn(ends) <= (this.#before.get(folder) ?? 0)) return undefined;
    return last.cause ?? "unknown";
  }
}

interface End {
  readonly reason: string;
  readonly cause: string | null;
  /** Seconds since 1970. */
  readonly time: number;
}

function failuresIn(ends: readonly End[]): number {
  return ends.filter(({ reason }) => reason === "failed").length;
}

/** Without waiting, for what stands between two looks must not change; lines that cannot be read are skipped. */
function endsIn(folder: string): End[] {
  const { attempts: file } = trialFiles(folder);
  return textOf(file)
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

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
