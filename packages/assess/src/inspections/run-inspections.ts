/**
 * Inspects networks on the process pool. What is there already for the same settings and weights is not done again, so that a run that was
 * stopped goes on.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { type JobEnd, loadPluginsFor, type PoolEvent, runJobs } from "@selectivity-lab/run";
import { requireDevice } from "@selectivity-lab/torch";
import type { Subject } from "../inspect/find-subjects.js";
import type { InspectionSettings } from "../inspect/inspection.js";
import {
  createInspectionJob,
  describeInspectionWorker,
  type InspectionJob,
  type InspectionNews,
} from "./inspection-job.js";

/** How networks are inspected. */
export interface InspectionOptions {
  /** `cpu` by default. */
  readonly device?: string | undefined;
  /** Networks inspected at once; by default as many as there are cores, at most as many as there are networks. */
  readonly jobs?: number | undefined;
  /** Threads per network; by default the cores are divided among them. */
  readonly threads?: number | undefined;
  /** Folders that are searched for data before all others. */
  readonly dataDirs?: readonly string[];
  /** Plugin files, in addition to those that the folder of the trial or sweep records. */
  readonly plugins?: readonly string[];
  /** Once aborted, the inspection ends soon; finished networks are kept. */
  readonly stop?: AbortSignal | undefined;
  /** Receives one line about anything that takes a while. */
  notify?(line: string): void;
  /** Receives every event. */
  onEvent?(event: InspectionEvent): void;
}

/** Events of an inspection of several networks. The plan says how many were done before, and how many are left. */
export type InspectionEvent =
  | { type: "plan"; networks: number; done: number; work: number; workers: number; threads: number }
  | { type: "start"; label: string; part: string }
  | { type: "step"; label: string; part: string; done: number; of: number }
  | {
      type: "end";
      label: string;
      part: string;
      status: "done" | "stopped" | "failed";
      cause: string | null;
      numbers?: Readonly<Record<string, number>>;
    };

/** What became of it. */
export interface InspectionOutcome {
  readonly failed: readonly { readonly label: string; readonly part: string; readonly cause: string | null }[];
  /** How many were neither done nor failed. */
  readonly open: number;
}

/**
 * Inspects networks.
 *
 * @param where they are, whose folder may record plugins.
 * @param inspection name.
 */
export async function runInspections(
  where: string,
  subjects: readonly Subject[],
  { inspection, settings }: { readonly inspection: string; readonly settings: InspectionSettings },
  options: InspectionOptions,
): Promise<InspectionOutcome> {
  const { device = "cpu", dataDirs = [], stop = new AbortController().signal } = options;
  const { onEvent = () => {}, notify = () => {} } = options;
  requireDevice(device);
  const plugins = await loadPluginsFor(where, options.plugins ?? []);
  const all = subjects.map((subject) => createInspectionJob({ inspection, subject, settings }));
  const jobs = all.filter((job) => !job.isFinished());
  const { workers, threads } = shareCores(jobs.length, options);
  onEvent({
    ...{ type: "plan", networks: all.length, done: all.length - jobs.length, work: jobs.length, workers, threads },
  });
  const ends: { readonly job: InspectionJob; readonly end: JobEnd }[] = [];
  await runJobs<InspectionJob, InspectionNews>(jobs, {
    ...{ workers, stop, program: describeInspectionWorker({ threads, device, dataDirs, plugins }) },
    onEvent(event) {
      const line = describeTrouble(event);
      if (line !== undefined) notify(line);
      const shown = showEvent(event);
      if (shown) onEvent(shown);
      if (event.type === "end" && event.end.status !== "stopped") ends.push(event);
    },
  });
  const failed = ends.flatMap(({ job, end }) =>
    end.status === "done" ? [] : [{ label: job.assignment.subject.label, part: inspection, cause: end.cause }],
  );
  return { failed, open: jobs.length - ends.length };
}

/** As many workers as there are cores or networks; they share the cores. */
function shareCores(work: number, { jobs, threads, device = "cpu" }: InspectionOptions) {
  const cores = availableParallelism();
  const workers = Math.max(1, Math.min(jobs ?? (device === "cpu" ? cores : 1), work));
  return { workers, threads: threads ?? Math.max(1, Math.floor(cores / workers)) };
}

type Event = PoolEvent<InspectionJob, InspectionNews>;

function showEvent(event: Event): InspectionEvent | undefined {
  if (event.type === "pause" || event.type === "retry" || event.type === "elsewhere") return undefined;
  const { subject, inspection: part } = event.job.assignment;
  const about = { label: subject.label, part };
  if (event.type === "news") return { ...about, ...event.news };
  if (event.type === "start") return { ...about, type: "start" };
  const { status, cause, numbers } = event.end;
  const known = status === "done" || status === "stopped" ? status : "failed";
  return { ...about, type: "end", status: known, cause, ...(numbers && { numbers }) };
}

/** What of an event is worth a line of its own. */
function describeTrouble(event: Event): string | undefined {
  if (event.type === "pause") return event.cause === null ? "continuing" : `waiting: ${event.cause}`;
  if (event.type !== "retry" && event.type !== "elsewhere") return undefined;
  const { label } = event.job.assignment.subject;
  return event.type === "retry"
    ? `${label}: ${event.cause}; retrying in ${event.seconds} s`
    : `${label}: another process is working on it`;
}
