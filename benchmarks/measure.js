/**
 * Measures one workload: each variant in a fresh process, all of them once per round, in reverse order every other round.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { circumstances, load } from "./machine.js";
import { runProcess } from "./process.js";
import { quantile, spread } from "./statistics.js";

/**
 * The result of one workload, as `results.jsonl` keeps it.
 *
 * @param options.python interpreter of the peers; null leaves the peers out.
 * @param options.rounds how often each variant is run.
 */
export async function measureWorkload(name, workload, { python, rounds, threads }) {
  const chosen = workload.variants.filter(({ peer }) => !peer || python !== null);
  const before = load();
  const runs = await withFolder(async (shared) => {
    if (workload.prepare) await runProcess(workload.prepare(shared));
    const tasks = chosen.map(({ name: variant, clock = workload.clock, command }) => ({
      name: variant,
      clock,
      command: (scratch) => command(scratch, shared),
    }));
    return await measureInRounds(name, tasks, rounds);
  });
  return {
    title: workload.title,
    ...circumstances(python),
    threads: Number(threads),
    load: { before, after: load() },
    skipped: workload.variants.filter((variant) => !chosen.includes(variant)).map((variant) => variant.name),
    variants: chosen.map(({ name: variant, group }, i) => ({ name: variant, group, ...summarizeRuns(runs[i]) })),
  };
}

/** The runs of each task. A machine that changes its pace changes it for all tasks of a round. */
export async function measureInRounds(title, tasks, rounds) {
  const runs = tasks.map(() => []);
  for (let round = 0; round < Number(rounds); round++)
    for (const place of round % 2 ? [...tasks.keys()].reverse() : tasks.keys()) {
      const run = await runOnce(tasks[place]);
      runs[place].push(run);
      const said = `${tasks[place].name} ${run.milliseconds.toFixed(1)} ms, load ${run.load}`;
      console.error(`${title}, round ${round + 1}: ${said}`);
    }
  return runs;
}

/** Median, quartiles, the fastest time and the most memory of the runs of one variant. */
export function summarizeRuns(runs) {
  return {
    ...spread(runs.map(({ milliseconds }) => milliseconds)),
    fastest: Math.min(...runs.flatMap(({ times }) => times)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
    proportional: Math.max(...runs.map(({ proportional }) => proportional)),
    runs,
  };
}

/** Calls `work` with a new folder, and removes the folder. */
export async function withFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "benchmark-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One run: its time is that of the process, or the median of the times that it took itself. */
function runOnce({ command, clock }) {
  return withFolder(async (scratch) => {
    const { output, milliseconds, megabytes, proportional } = await runProcess(command(scratch));
    const raw = clock === "process" ? [milliseconds] : JSON.parse(output).milliseconds;
    const times = raw.map((time) => Number(time.toFixed(2)));
    return { milliseconds: quantile(times, 0.5), megabytes, proportional, load: load(), times };
  });
}
