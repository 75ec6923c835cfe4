/**
 * Runs pieces of work of a robustness evaluation on the process pool.
 *
 * @module
 */
import { type JobEnd, type PoolEvent, type PoolLimits, runJobs } from "@selectivity-lab/run";
import {
  type AssessmentJob,
  type AssessmentNews,
  type AssessmentWorkerSetting,
  createAssessmentJob,
  describeAssessmentWorker,
} from "./assessment-job.js";
import type { AssessmentEvent, Assignment } from "./assignment.js";

/** How to run pieces of work. */
export interface AssessmentPoolOptions extends PoolLimits {
  readonly setting: AssessmentWorkerSetting;
  onEvent(event: AssessmentEvent): void;
  /** Receives a line about a retry, a pause, or work that another process does. */
  notify(line: string): void;
}

/** A piece of work that has ended. */
export interface AssessmentEnd {
  readonly assignment: Assignment;
  readonly end: JobEnd;
}

/** Runs all pieces of work; one that fails does not stop the others. @returns those that were done or failed. */
export async function runAssessments(
  assignments: readonly Assignment[],
  { setting, onEvent, notify, ...limits }: AssessmentPoolOptions,
): Promise<AssessmentEnd[]> {
  const ends: AssessmentEnd[] = [];
  await runJobs<AssessmentJob, AssessmentNews>(assignments.map(createAssessmentJob), {
    ...limits,
    program: describeAssessmentWorker(setting),
    onEvent(event) {
      const line = describeEvent(event);
      if (line !== undefined) notify(line);
      const shown = showEvent(event);
      if (shown) onEvent(shown);
      if (event.type === "end" && event.end.status !== "stopped")
        ends.push({ assignment: event.job.assignment, end: event.end });
    },
  });
  return ends;
}

type Event = PoolEvent<AssessmentJob, AssessmentNews>;

function showEvent(event: Event): AssessmentEvent | undefined {
  if (event.type === "pause" || event.type === "retry" || event.type === "elsewhere") return undefined;
  const { label, work } = event.job.assignment;
  const about = { label, part: work.part };
  if (event.type === "news") return event.news.type === "step" ? { ...about, ...event.news } : undefined;
  if (event.type === "start") return { ...about, type: "start" };
  const { status, cause, numbers } = event.end;
  const known = status === "done" || status === "stopped" ? status : "failed";
  return { ...about, type: "end", status: known, cause, ...(numbers && { numbers }) };
}

/** What of an event is worth a line of its own. */
function describeEvent(event: Event): string | undefined {
  if (event.type === "pause") return event.cause === null ? "continuing" : `waiting: ${event.cause}`;
  const what = describeTrouble(event);
  if (what === undefined) return undefined;
  const { label, work } = event.job.assignment;
  return `${label}, ${work.part}: ${what}`;
}

function describeTrouble(event: Exclude<Event, { type: "pause" }>): string | undefined {
  if (event.type === "retry") return `${event.cause}; retrying in ${event.seconds} s`;
  if (event.type === "elsewhere") return "another process is working on it";
  return event.type === "news" && event.news.type === "note" ? event.news.line : undefined;
}
