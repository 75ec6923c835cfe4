#!/usr/bin/env node
/**
 * Our speed beside PyTorch's for the same work, in one run.
 *
 *     PYTHON=python3 node benchmarks/run.js [workload…] [--rounds 5] [--threads 2] [--compile] [--data FOLDER] [--json FILE]
 *
 * Each variant runs in a fresh process, all of them once a round, in reverse order every other round, so that a machine
 * that changes its pace changes it for all. Where Python has no PyTorch its variants are skipped and the results say so.
 * Every raw time is kept in `benchmarks/results.jsonl`, where a workload measured again replaces its older self;
 * `node benchmarks/document.js` then writes docs/performance.md.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { circumstances, load, pytorchOf } from "./machine.js";
import { runProcess } from "./process.js";
import { keepResult } from "./results.js";
import { quantile, spread } from "./statistics.js";
import { workloadsOf } from "./workloads.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    threads: { type: "string", default: String(availableParallelism()) },
    compile: { type: "boolean", default: false },
    data: { type: "string", default: "/usr/share/datasets" },
    json: { type: "string", default: path.join(import.meta.dirname, "results.jsonl") },
  },
});
const python = process.env.PYTHON ?? "python3";
const hasPeers = pytorchOf(python) !== null;
if (!hasPeers) console.error(`skipped: PyTorch's variants; ${python} imports no torch`);

const workloads = workloadsOf({ ...options, python });
for (const name of positionals.length > 0 ? positionals : Object.keys(workloads)) {
  if (!workloads[name]) throw new Error(`no workload "${name}"; there are ${Object.keys(workloads).join(", ")}`);
  const result = await measure(name, workloads[name]);
  keepResult(options.json, name, result);
}

async function measure(name, workload) {
  const { title, clock, variants, prepare } = workload;
  const shared = mkdtempSync(path.join(tmpdir(), "benchmark-"));
  try {
    if (prepare) await runProcess(prepare(shared));
    return await measureVariants(name, { title, clock, variants }, shared);
  } finally {
    rmSync(shared, { recursive: true });
  }
}

async function measureVariants(name, { title, clock, variants }, shared) {
  const before = load();
  const chosen = variants.filter(({ peer }) => !peer || hasPeers);
  const runs = new Map(chosen.map((variant) => [variant, []]));
  for (let round = 0; round < Number(options.rounds); round++)
    for (const variant of round % 2 ? chosen.toReversed() : chosen) {
      const run = await runOnce(variant, clock, shared);
      runs.get(variant).push(run);
      console.error(`${name}, round ${round + 1}: ${variant.name} ${run.milliseconds.toFixed(1)} ms, load ${run.load}`);
    }
  return {
    title,
    ...circumstances(hasPeers ? python : null),
    threads: Number(options.threads),
    load: { before, after: load() },
    skipped: variants.filter((variant) => !chosen.includes(variant)).map((variant) => variant.name),
    variants: [...runs].map(([{ name, group }, list]) => ({
      name,
      group,
      ...spread(list.map(({ milliseconds }) => milliseconds)),
      fastest: Math.min(...list.flatMap(({ times }) => times)),
      megabytes: Math.max(...list.map(({ megabytes }) => megabytes)),
      runs: list,
    })),
  };
}

/** One run: its time is that of the process, or the median of the times that it took itself. */
async function runOnce({ command, clock: own }, clock, shared) {
  const scratch = mkdtempSync(path.join(tmpdir(), "benchmark-"));
  try {
    const { output, milliseconds, megabytes } = await runProcess(command(scratch, shared));
    const raw = (own ?? clock) === "process" ? [milliseconds] : JSON.parse(output).milliseconds;
    const times = raw.map((time) => Number(time.toFixed(2)));
    return { milliseconds: quantile(times, 0.5), megabytes, load: load(), times };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
