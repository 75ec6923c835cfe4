import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Job, type LocalOptions, runLocally, type SchedulerEvent } from "../../src/schedulers/local.js";
import { jsonLines, temporaryFolder } from "../support/folders.js";
import { writeTinyImages } from "../support/tiny-images.js";
import { never, trialWith } from "../support/trials.js";

const home = temporaryFolder();
const mlp = { model: "mlp", modelOptions: { widths: [8] } };
const options = { workers: 1, threads: 1, dataDirs: [join(home, "data")], stop: never };

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

const jobs = (name: string, ...alphas: number[]): Job[] =>
  alphas.map((alpha) => ({ trial: trialWith(mlp, alpha), folder: join(home, name, String(alpha)) }));

/** How each trial started and ended, in the order in which it was told. */
async function told(work: readonly Job[], changes: Partial<LocalOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  const onEvent = (event: SchedulerEvent) => {
    if (event.type === "start") lines.push(`${event.trial.alpha} starts`);
    if (event.type === "end") lines.push(`${event.trial.alpha} ${event.end.status}`);
    changes.onEvent?.(event);
  };
  await runLocally(work, { ...options, ...changes, onEvent });
  return lines;
}

const workerOf = ({ folder }: Job) => jsonLines(join(folder, "attempts.jsonl"))[0]?.pid as number;

describe("runLocally", () => {
  test("gives trials one after another to a worker, which it keeps", async () => {
    const work = jobs("kept", 0, 1);
    expect(await told(work)).toEqual(["0 starts", "0 done", "1 starts", "1 done"]);
    expect(new Set(work.map(workerOf)).size).toBe(1);
  });

  test("starts no more workers than there are trials", async () => {
    const work = jobs("few", 0, 1);
    expect((await told(work, { workers: 5 })).sort()).toEqual(["0 done", "0 starts", "1 done", "1 starts"]);
    expect(new Set(work.map(workerOf)).size).toBe(2);
  });

  test("has nothing to do without trials, and starts none once it is stopped", async () => {
    expect(await told([])).toEqual([]);
    expect(await told(jobs("stopped", 0), { stop: AbortSignal.abort() })).toEqual([]);
  });

  test("gives the trial of a worker that dies to a new one, after a pause, and the others meanwhile", async () => {
    const work = jobs("dying", 0, 1, 2) as [Job, Job, Job];
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "end" && event.trial.alpha === 0) process.kill(workerOf(work[0]), "SIGKILL");
    };
    expect(await told(work, { onEvent })).toEqual([
      ...["0 starts", "0 done", "1 starts", "2 starts", "2 done", "1 starts", "1 done"],
    ]);
    expect(workerOf(work[2])).not.toBe(workerOf(work[0]));
  });

  /** Kills the worker of a trial every time it starts. */
  const murderous = (work: readonly Job[], alpha: number) => (event: SchedulerEvent) => {
    if (event.type === "progress" && event.trial.alpha === alpha) process.kill(workerAt(work, alpha), "SIGKILL");
  };
  const workerAt = (work: readonly Job[], alpha: number) =>
    jsonLines(join(work.find(({ trial }) => trial.alpha === alpha)?.folder as string, "attempts.jsonl")).at(-1)
      ?.pid as number;

  test("gives up a trial whose worker dies every time", async () => {
    const work = ["endless", "calm"].map((name, i) => ({
      trial: trialWith({ ...mlp, epochs: i === 0 ? 2000 : 1 }, i),
      folder: join(home, "murder", name),
    }));
    const lines = await told(work, { maxAttempts: 2, onEvent: murderous(work, 0) });
    expect(lines).toEqual(["0 starts", "1 starts", "1 done", "0 starts", "0 failed"]);
    expect(jsonLines(join(home, "murder/endless/attempts.jsonl")).at(-1)).toMatchObject({
      reason: "failed",
      cause: "its worker process ended with SIGKILL; 2 attempts",
    });
  });

  test("stops all at the first failure where that is asked for", async () => {
    const broken = { ...trialWith({ ...mlp, dataset: "cifar10" }, 0) };
    const work = [{ trial: broken, folder: join(home, "fast/0") }, ...jobs("fast", 1, 2)];
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
});
