import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { leaseFile } from "../../src/lease/lease.js";
import { JobQueue, type QueueOptions } from "../../src/pool/job-queue.js";
import { createTrialJob, type TrialJob } from "../../src/pool/trials/trial-job.js";
import { beginAttempt, endAttempt } from "../../src/trial/attempts.js";

const home = temporaryFolder();
let count = 0;

function jobs(...alphas: number[]): TrialJob[] {
  const sweep = join(home, String(count++));
  return alphas.map((alpha) => {
    const folder = join(sweep, String(alpha));
    mkdirSync(folder, { recursive: true });
    return createTrialJob(trialWith({}, alpha), folder);
  });
}

/** A queue, and what it reports of trials that other processes work on. */
function queueOf(work: readonly TrialJob[], options: QueueOptions = {}, stop = never) {
  const told: string[] = [];
  const listener = {
    onFinished: ({ trial }: TrialJob) => told.push(`${trial.alpha} finished`),
    onFailed: ({ trial }: TrialJob, cause: string) => told.push(`${trial.alpha} failed: ${cause}`),
  };
  return { queue: new JobQueue(work, stop, listener, options), told };
}

const failed = async ({ folder, trial }: TrialJob) =>
  endAttempt(folder, await beginAttempt(folder, trial), "failed", "it cannot be");

describe("JobQueue", () => {
  test("gives trials in their order, also those that were requeued", async () => {
    const work = jobs(0, 1, 2) as [TrialJob, TrialJob, TrialJob];
    const { queue } = queueOf(work);
    const given = [await queue.next(), await queue.next(), await queue.next()];
    for (const job of [work[0], work[2], work[1]]) queue.requeue(job);
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual(given);
  });

  test("does not give out a trial that has failed since it began, wherever, and says why", async () => {
    const work = jobs(0, 1) as [TrialJob, TrialJob];
    const { queue, told } = queueOf(work);
    await failed(work[0]);
    expect(await queue.next()).toBe(work[1]);
    expect(told).toEqual(["0 failed: it cannot be"]);
  });

  test("gives out one that had failed before, and again when it was tried since and stopped", async () => {
    const [job] = jobs(0) as [TrialJob];
    await failed(job);
    const { queue } = queueOf([job]);
    await failed(job);
    await endAttempt(job.folder, await beginAttempt(job.folder, job.trial), "stopped");
    expect(await queue.next()).toBe(job);
    expect(await queueOf([job]).queue.next()).toBe(job);
  });

  test("knows of failures since the job of a cluster began, of which it is one task", async () => {
    const [job] = jobs(0) as [TrialJob];
    const began = Date.now() / 1000 - 60;
    await failed(job);
    const { queue, told } = queueOf([job], { failedSince: began });
    expect(await queue.next()).toBeUndefined();
    expect(told).toEqual(["0 failed: it cannot be"]);
    expect(await queueOf([job], { failedSince: Date.now() / 1000 + 60 }).queue.next()).toBe(job);
  });

  test.each([
    ["cannot be read", ""],
    ["is another machine's", JSON.stringify({ schema: 1, token: "a", host: "b", pid: 1, started: "c", counter: 0 })],
  ])("waits for a trial whose lease %s without spinning, then breaks it", async (_, lease) => {
    const [job] = jobs(0) as [TrialJob];
    const { queue } = queueOf([job], { lostSeconds: 1.2 });
    writeFileSync(leaseFile(job.folder), lease);
    const began = performance.now();
    let given = 0;
    while ((await queue.next()) && given++ >= 0 && performance.now() - began < 1200) queue.leaveToOther(job);
    expect(given).toBeLessThanOrEqual(2);
    expect(performance.now() - began).toBeGreaterThan(1200);
    expect(() => writeFileSync(leaseFile(job.folder), "", { flag: "wx" })).not.toThrow(); // it is gone
  });

  test("does not give out again at once what its taker found in other hands, though it looks free", async () => {
    const [job] = jobs(0) as [TrialJob];
    const stop = new AbortController();
    const { queue } = queueOf([job], {}, stop.signal);
    let given = 0;
    const taking = (async () => {
      while (await queue.next()) {
        given++;
        queue.leaveToOther(job);
      }
    })();
    await setTimeout(1300);
    stop.abort();
    await taking;
    expect(given).toBeLessThanOrEqual(3);
  });
});
