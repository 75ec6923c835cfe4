/**
 * A piece of work of a robustness evaluation as a job of the process pool.
 *
 *     HOME/jobs/<part>-<key>/     lease and log of attempts, while it is not done
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { decodeJson } from "@selectivity-lab/base";
import { type Job, type JobPlace, type Plugin, recordJobFailure, type WorkerProgram } from "@selectivity-lab/run";
import type { z } from "zod";
import type { Assignment } from "./assignment.js";
import { attackResultSchema, corruptionResultSchema } from "./contracts.js";
import { hashSettings, locatePartFiles } from "./files.js";

/** What the worker of an evaluation knows from its start. */
export interface AssessmentWorkerSetting {
  readonly threads: number;
  readonly device: string;
  readonly dataDirs: readonly string[];
  readonly published: string | null;
  readonly frost: string | null;
  readonly plugins: readonly Plugin[];
}

/** What the worker of an evaluation reports. */
export type AssessmentNews =
  | { readonly type: "step"; readonly done: number; readonly of: number }
  /** One line about something that the work does without, such as a cache that cannot be written. */
  | { readonly type: "note"; readonly line: string };

/** A piece of work in the pool. */
export interface AssessmentJob extends Job {
  readonly assignment: Assignment;
}

/** The job of a piece of work. */
export function createAssessmentJob(assignment: Assignment): AssessmentJob {
  const place = locateJob(assignment);
  return {
    ...place,
    id: place.folder,
    assignment,
    message: assignment,
    isFinished: () => isAnswered(assignment),
    recordFailure: (cause) => recordJobFailure(place, cause),
  };
}

/** Where a piece of work keeps its lease and its log of attempts. */
export function locateJob({ home, work }: Assignment): JobPlace {
  const name = work.part === "images" ? `images-${work.corruption}` : work.part;
  const folder = path.join(home, "jobs", `${name}-${hashSettings(work.settings)}`);
  return { folder, attempts: path.join(folder, "attempts.jsonl") };
}

/** Whether the result for these settings and weights is there. Images are in a cache that may be another machine's: never. */
export function isAnswered({ home, weights, work }: Assignment): boolean {
  if (work.part === "images") return false;
  const { document, bits } = locatePartFiles(home, work.part, hashSettings(work.settings));
  try {
    const schema: z.ZodType<{ weights: string }> =
      work.part === "corruptions" ? corruptionResultSchema : attackResultSchema;
    return existsSync(bits) && decodeJson(document, readFileSync(document, "utf8"), schema).weights === weights;
  } catch {
    return false; // not there, or not readable: it is done again
  }
}

/** The compiled worker program of evaluations, also when this file runs from its sources. */
export function describeAssessmentWorker(setting: AssessmentWorkerSetting): WorkerProgram {
  return { module: path.join(import.meta.dirname, "../../dist/robustness/worker.js"), setting };
}
