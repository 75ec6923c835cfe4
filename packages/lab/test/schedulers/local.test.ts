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

  test("does not wait for a worker that dies between two trials; the next one gets a new worker", async () => {
    const work = jobs("dying", 0, 1, 2) as [Job, Job, Job];
    const onEvent = ({ type, trial }: SchedulerEvent) => {
      if (type === "end" && trial.alpha === 0) process.kill(workerOf(work[0]), "SIGKILL");
    };
    expect(await told(work, { onEvent })).toEqual([
      ...["0 starts", "0 done", "1 starts", "1 failed", "2 starts", "2 done"],
    ]);
    expect(workerOf(work[2])).not.toBe(workerOf(work[0]));
  });
});
