import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { never, trialWith } from "../../../../testing/src/trials.js";
import { runTrials, type SchedulerEvent, type TrialPoolOptions } from "../../../src/pool/trials/run-trials.js";
import { createTrialJob, type TrialJob } from "../../../src/pool/trials/trial-job.js";

const home = temporaryFolder();
const mlp = { model: "mlp", modelOptions: { widths: [8] } };
const options = { workers: 1, threads: 1, dataDirs: [join(home, "data")], stop: never };

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

const jobs = (name: string, ...alphas: number[]): TrialJob[] =>
  alphas.map((alpha) => createTrialJob(trialWith(mlp, alpha), join(home, name, String(alpha))));

/** How each trial started and ended, in the order in which it was told. */
async function told(work: readonly TrialJob[], changes: Partial<TrialPoolOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  const onEvent = (event: SchedulerEvent) => {
    if (event.type === "start") lines.push(`${event.trial.alpha} starts`);
    if (event.type === "end") lines.push(`${event.trial.alpha} ${event.end.status}`);
    changes.onEvent?.(event);
  };
  await runTrials(work, { ...options, ...changes, onEvent });
  return lines;
}

/** Long enough for a second worker to be wanted, and to come, while the first is still at it. */
const lengthened = ({ trial, folder }: TrialJob) =>
  createTrialJob(trialWith({ ...mlp, epochs: 100 }, trial.alpha), folder);

/** A trial whose data set is not there. */
const broken = (folder: string) => createTrialJob(trialWith({ ...mlp, dataset: "cifar10" }, 0), folder);

const workerOf = ({ folder }: TrialJob) => jsonLines(join(folder, "attempts.jsonl"))[0]?.pid as number;

describe("runTrials", () => {
  test("gives trials one after another to a worker, which it keeps", async () => {
    const work = jobs("kept", 0, 1);
    expect(await told(work)).toEqual(["0 starts", "0 done", "1 starts", "1 done"]);
    expect(new Set(work.map(workerOf)).size).toBe(1);
  });

  test("starts no more workers than there are trials", async () => {
    const work = jobs("few", 0, 1).map(lengthened);
    expect((await told(work, { workers: 5 })).sort()).toEqual(["0 done", "0 starts", "1 done", "1 starts"]);
    expect(new Set(work.map(workerOf)).size).toBe(2);
  });

  test("has nothing to do without trials, and starts none once it is stopped", async () => {
    expect(await told([])).toEqual([]);
    expect(await told(jobs("stopped", 0), { stop: AbortSignal.abort() })).toEqual([]);
  });

  test("gives the trial of a worker that dies to a new one, after a pause, and the others meanwhile", async () => {
    const work = jobs("dying", 0, 1, 2) as [TrialJob, TrialJob, TrialJob];
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "end" && event.trial.alpha === 0) process.kill(workerOf(work[0]), "SIGKILL");
    };
    expect(await told(work, { onEvent })).toEqual([
      ...["0 starts", "0 done", "1 starts", "2 starts", "2 done", "1 starts", "1 done"],
    ]);
    expect(workerOf(work[2])).not.toBe(workerOf(work[0]));
  });

  /** Kills the worker of a trial every time it starts. */
  const murderous = (work: readonly TrialJob[], alpha: number) => (event: SchedulerEvent) => {
    if (event.type === "progress" && event.trial.alpha === alpha) process.kill(workerAt(work, alpha), "SIGKILL");
  };
  const workerAt = (work: readonly TrialJob[], alpha: number) =>
    jsonLines(join(work.find(({ trial }) => trial.alpha === alpha)?.folder as string, "attempts.jsonl")).at(-1)
      ?.pid as number;

  test("gives up a trial whose worker dies every time", async () => {
    const work = ["endless", "calm"].map((name, i) =>
      createTrialJob(trialWith({ ...mlp, epochs: i === 0 ? 2000 : 1 }, i), join(home, "murder", name)),
    );
    const lines = await told(work, { maxAttempts: 2, onEvent: murderous(work, 0) });
    expect(lines).toEqual(["0 starts", "1 starts", "1 done", "0 starts", "0 failed"]);
    expect(jsonLines(join(home, "murder/endless/attempts.jsonl")).at(-1)).toMatchObject({
      reason: "failed",
      cause: "its worker process ended with SIGKILL; 2 attempts",
    });
  });

  test("stops all at the first failure where that is asked for", async () => {
    const work = [broken(join(home, "fast/0")), ...jobs("fast", 1, 2)];
    expect(await told(work, { failFast: true })).toEqual(["0 starts", "0 failed"]);
  });

  test("waits for a disk that is too full, says so, and goes on once there is room", async () => {
    const causes: (string | null)[] = [];
    const stop = new AbortController();
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "pause") causes.push(event.cause);
      stop.abort();
    };
    await told(jobs("full", 0), { leastDisk: Number.MAX_SAFE_INTEGER, onEvent, stop: stop.signal });
    expect(causes).toEqual([expect.stringMatching(/^\d+ MB of disk left at .*, \d+ MB wanted$/)]);
  });

  test("shares the trials with another scheduler on the same folders: each is done once", async () => {
    const work = jobs("shared", 0, 1, 2, 3);
    await Promise.all([told(work), told(work)]);
    for (const { folder } of work) {
      const attempts = jsonLines(join(folder, "attempts.jsonl"));
      expect(attempts.map(({ event, reason }) => reason ?? event)).toEqual(["start", "done"]);
    }
  });

  test("gives the trial of a worker that is told to end to a new one, and does not stop the rest", async () => {
    const work = jobs("asked", 0, 1, 2).map(({ trial, folder }) =>
      createTrialJob(trialWith({ ...mlp, epochs: 40 }, trial.alpha), folder),
    );
    let asked = 0;
    const onEvent = (event: SchedulerEvent) => {
      if (event.type !== "progress" || event.trial.alpha !== 0 || asked > 0) return;
      asked = workerAt(work, 0);
      process.kill(asked, "SIGTERM");
    };
    const lines = await told(work, { onEvent, maxAttempts: 1 });
    expect(lines.filter((line) => line.endsWith("done")).sort()).toEqual(["0 done", "1 done", "2 done"]);
    expect(lines.filter((line) => line.endsWith("starts"))).toHaveLength(4);
    const attempts = jsonLines(join(work[0]?.folder as string, "attempts.jsonl"));
    expect(attempts.map(({ event, reason }) => reason ?? event)).toEqual(["start", "stopped", "start", "done"]);
    expect(workerAt(work, 0)).not.toBe(asked);
  });

  test("leaves a trial alone that another scheduler has failed at meanwhile, and tells why", async () => {
    const work = jobs("failing", 0, 1) as [TrialJob, TrialJob];
    const ends: unknown[] = [];
    const onEvent = async (event: SchedulerEvent) => {
      if (event.type === "end") ends.push([event.trial.alpha, event.end.status, event.end.cause]);
      if (event.type !== "start" || event.trial.alpha !== 0) return;
      mkdirSync(work[1].folder, { recursive: true });
      writeFileSync(
        join(work[1].folder, "attempts.jsonl"),
        '{"event":"start","attempt":1}\n{"event":"end","attempt":1,"reason":"failed","cause":"no such layer"}\n',
      );
    };
    await told(work, { onEvent });
    expect(ends).toEqual([
      [0, "done", null],
      [1, "failed", "no such layer"],
    ]);
  });

  test("starts a second worker only when there is memory for it, says so, and leaves its trials to the first", async () => {
    const causes: (string | null)[] = [];
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "pause") causes.push(event.cause);
    };
    const work = jobs("memory", 0, 1, 2).map(lengthened);
    const lines = await told(work, { workers: 2, memoryLeft: () => 1e6, onEvent });
    expect(lines).toEqual(["0 starts", "0 done", "1 starts", "1 done", "2 starts", "2 done"]);
    expect(new Set(work.map(workerOf)).size).toBe(1);
    expect(causes[0]).toMatch(/^1 MB of memory left, \d{2,3} MB wanted$/);
  });

  test("trains on in a worker whose next trial's data could not be loaded", async () => {
    const [before, after] = jobs("reloaded", 0, 1) as [TrialJob, TrialJob];
    const lines = await told([before, broken(join(home, "reloaded/broken")), after]);
    expect(lines.filter((line) => !line.endsWith("starts"))).toEqual(["0 done", "0 failed", "1 done"]);
    expect(workerOf(after)).toBe(workerOf(before));
  });

  test("waits, and does not count it as an attempt, when no process can be started", async () => {
    const { execPath } = process;
    const retries: string[] = [];
    process.execPath = "/nowhere/node";
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "retry") retries.push(event.cause);
      process.execPath = execPath;
    };
    const starting = (event: SchedulerEvent) => {
      if (event.type !== "start") onEvent(event);
    };
    try {
      expect(await told(jobs("unstartable", 0), { maxAttempts: 1, onEvent: starting })).toEqual([
        ...["0 starts", "0 starts", "0 done"],
      ]);
    } finally {
      process.execPath = execPath;
    }
    expect(retries).toEqual(["no worker process can be started: spawn /nowhere/node ENOENT"]);
  });
});
