/**
 * Submits a job for a folder unless one is there: of several submitters only one, and nothing twice.
 *
 * A lease on the cluster folder admits one submitter at a time. It logs what it is about to do before it does it; after a submitter that
 * was killed half-way, the next one looks for a while whether a job of that name turns up.
 *
 * @module
 */

import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { makeFolder } from "@selectivity-lab/base";
import { LeaseHeldError } from "../lease/error.js";
import { takeOver } from "../lease/take-over.js";
import { LeaseWatch } from "../lease/watch.js";
import type { Cluster, ClusterRequest, ClusterTask } from "../schedulers/contract/cluster.js";
import { ClusterError } from "../schedulers/contract/cluster-error.js";
import { clusterFolder, clusterJobs, newJobName, recordJob } from "./cluster-jobs.js";

/** What is to be submitted; name and script are the sweep's. */
export type Submission = Omit<ClusterRequest, "folder" | "name" | "script">;

/** How to submit. */
export interface SubmitOptions {
  readonly folder: string;
  readonly cluster: Cluster;
  readonly stop: AbortSignal;
  /** Seconds to look for the job of an interrupted submission; 10 by default. */
  readonly settleSeconds?: number | undefined;
  notify(line: string): void;
}

/** Jobs that the cluster has. */
export interface JobsThere {
  readonly name: string;
  readonly jobs: readonly string[];
  /** Whether one of them was submitted just now. */
  readonly isNew: boolean;
}

/**
 * Submits, or finds what is there already.
 *
 * @param plan asked what to submit when nobody else can submit any more; null: nothing.
 * @returns null when there was nothing to submit, or it was stopped before.
 * @throws {@link ClusterError} where the cluster does not take it, or does not answer.
 */
export function submitOnce(plan: () => Promise<Submission | null>, options: SubmitOptions): Promise<JobsThere | null> {
  return withSubmitLock(options, async () => {
    const log = await clusterJobs(options.folder);
    const there = log.name === null ? null : await jobsThere(log.name, log.isUnanswered, options);
    if (there || options.stop.aborted) return there;
    const submission = await plan();
    if (!submission) return null;
    const name = log.name ?? newJobName(options.folder);
    return { name, jobs: [await submit(name, log.submissions, submission, options)], isNew: true };
  });
}

/** Does something that no other submitter may do at the same time. @returns null when it was stopped before. */
export async function withSubmitLock<Result>(
  { folder, stop, notify }: Pick<SubmitOptions, "folder" | "stop" | "notify">,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const [home, watch] = [clusterFolder(folder), new LeaseWatch()];
  makeFolder(home);
  for (let isTold = false; !stop.aborted; await setTimeout(LOOK_MS, undefined, { signal: stop }).catch(() => {})) {
    try {
      const lease = takeOver(home, watch);
      return await work().finally(() => lease.release());
    } catch (error) {
      if (!(error instanceof LeaseHeldError)) throw error;
      const { holder } = error;
      if (!isTold && holder)
        notify(`waiting for process ${holder.pid} on ${holder.host}, which is submitting this work`);
      isTold = holder !== undefined;
    }
  }
  return null;
}

const LOOK_MS = 500;

/** Jobs that run or wait; after a submission that was cut short also its own, which may show late, and may be over by then. */
async function jobsThere(name: string, isUnanswered: boolean, options: SubmitOptions): Promise<JobsThere | null> {
  const { folder, cluster, settleSeconds = 10, stop, notify } = options;
  const known = new Set((await clusterJobs(folder)).jobs);
  const deadline = performance.now() + (isUnanswered ? 1000 * settleSeconds : 0);
  if (isUnanswered) notify("an earlier submission was interrupted: looking whether its job is there");
  while (true) {
    const tasks = await cluster.poll(name);
    const late = isUnanswered ? numbersOf(tasks).filter((job) => !known.has(job)) : [];
    for (const job of late) await recordJob(folder, { event: "submitted", name, job });
    const active = numbersOf(tasks.filter(({ phase }) => phase === "running" || phase === "waiting"));
    const jobs = [...new Set([...active, ...late])];
    if (jobs.length > 0) return { name, jobs, isNew: false };
    if (performance.now() >= deadline || stop.aborted) return null;
    await setTimeout(LOOK_MS, undefined, { signal: stop }).catch(() => {});
  }
}

function numbersOf(tasks: readonly ClusterTask[]): string[] {
  return [...new Set(tasks.map(({ job }) => job))];
}

async function submit(
  name: string,
  number: number,
  submission: Submission,
  { folder, cluster }: SubmitOptions,
): Promise<string> {
  const script = path.join(clusterFolder(folder), `job-${number}.sh`);
  await recordJob(folder, { event: "submitting", name, tasks: submission.tasks, script: path.basename(script) });
  try {
    const job = await cluster.submit({ ...submission, folder, name, script });
    await recordJob(folder, { event: "submitted", name, job });
    return job;
  } catch (error) {
    if (error instanceof ClusterError && error.trouble !== "unclear")
      await recordJob(folder, { event: "refused", name, cause: error.problem });
    throw error;
  }
}
