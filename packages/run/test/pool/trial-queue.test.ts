import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { leaseFile } from "../../src/lease/lease.js";
import type { Job } from "../../src/pool/local.js";
import { type BoardOptions, TrialQueue } from "../../src/pool/trial-queue.js";
import { beginAttempt, endAttempt } from "../../src/trial/attempts.js";

const home = temporaryFolder();
let count = 0;

function jobs(...alphas: number[]): Job[] {
  const sweep = join(home, String(count++));
  return alphas.map((alpha) => {
    const folder = join(sweep, String(alpha));
    mkdirSync(folder, { recursive: true });
    return { trial: trialWith({}, alpha), folder };
  });
}

/** A board, and what it tells of trials in others' hands. */
function boardOf(work: readonly Job[], options: BoardOptions = {}, stop = never) {
  const told: string[] = [];
  const listener = {
    finished: ({ trial }: Job) => told.push(`${trial.alpha} finished`),
    failed: ({ trial }: Job, cause: string) => told.push(`${trial.alpha} failed: ${cause}`),
  };
  return { board: new TrialQueue(work, stop, listener, options), told };
}

const failed = async ({ folder, trial }: Job) =>
  endAttempt(folder, await beginAttempt(folder, trial), "failed", "it cannot be");

describe("Board", () => {
  test("gives trials in their order, also those that were put back", async () => {
    const work = jobs(0, 1, 2) as [Job, Job, Job];
    const { board } = boardOf(work);
    const given = [await board.next(), await board.next(), await board.next()];
    for (const job of [work[0], work[2], work[1]]) board.putBack(job);
    expect([await board.next(), await board.next(), await board.next()]).toEqual(given);
  });

  test("does not give out a trial that has failed since it began, wherever, and says why", async () => {
    const work = jobs(0, 1) as [Job, Job];
    const { board, told } = boardOf(work);
    await failed(work[0]);
    expect(await board.next()).toBe(work[1]);
    expect(told).toEqual(["0 failed: it cannot be"]);
  });

  test("gives out one that had failed before, and again when it was tried since and stopped", async () => {
    const [job] = jobs(0) as [Job];
    await failed(job);
    const { board } = boardOf([job]);
    await failed(job);
    await endAttempt(job.folder, await beginAttempt(job.folder, job.trial), "stopped");
    expect(await board.next()).toBe(job);
    expect(await boardOf([job]).board.next()).toBe(job);
  });

  test("knows of failures since the job of a cluster began, of which it is one task", async () => {
    const [job] = jobs(0) as [Job];
    const began = Date.now() / 1000 - 60;
    await failed(job);
    const { board, told } = boardOf([job], { failedSince: began });
    expect(await board.next()).toBeUndefined();
    expect(told).toEqual(["0 failed: it cannot be"]);
    expect(await boardOf([job], { failedSince: Date.now() / 1000 + 60 }).board.next()).toBe(job);
  });

  test.each([
    ["cannot be read", ""],
    ["is another machine's", JSON.stringify({ schema: 1, token: "a", host: "b", pid: 1, started: "c", counter: 0 })],
  ])("waits for a trial whose lease %s without spinning, then breaks it", async (_, lease) => {
    const [job] = jobs(0) as [Job];
    const { board } = boardOf([job], { lostSeconds: 1.2 });
    writeFileSync(leaseFile(job.folder), lease);
    const began = performance.now();
    let given = 0;
    while ((await board.next()) && given++ >= 0 && performance.now() - began < 1200) board.leave(job);
    expect(given).toBeLessThanOrEqual(2);
    expect(performance.now() - began).toBeGreaterThan(1200);
    expect(() => writeFileSync(leaseFile(job.folder), "", { flag: "wx" })).not.toThrow(); // it is gone
  });

  test("does not give out again at once what its taker found in other hands, though it looks free", async () => {
    const [job] = jobs(0) as [Job];
    const stop = new AbortController();
    const { board } = boardOf([job], {}, stop.signal);
    let given = 0;
    const taking = (async () => {
      while (await board.next()) {
        given++;
        board.leave(job);
      }
    })();
    await setTimeout(1300);
    stop.abort();
    await taking;
    expect(given).toBeLessThanOrEqual(3);
  });
});
