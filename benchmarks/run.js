#!/usr/bin/env node
/**
 * Our speed beside PyTorch's for the same work, in one run.
 *
 *     PYTHON=python3 node benchmarks/run.js [workload…] [--rounds 5] [--threads 2] [--compile] [--data FOLDER] [--json FILE]
 *     node benchmarks/run.js [workload…] --against COMMIT|RESULTS.jsonl [--tolerance 5] [--rounds 5]
 *
 * Each variant runs in a fresh process, all of them once a round, in reverse order every other round, so that a machine
 * that changes its pace changes it for all. Where Python has no PyTorch its variants are skipped and the results say so.
 * Every raw time is kept in `benchmarks/results.jsonl`, where a workload measured again replaces its older self;
 * `node benchmarks/document.js` then writes docs/performance.md.
 *
 * With `--against` it prints how our variants compare with a commit, which is built beside and run alternately, or with
 * recorded results: one line per variant. It exits with 1 where one became slower by more than `--tolerance` percent.
 * It then writes results only where `--json` says so.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { measureAgainstCommit } from "./against-commit.js";
import { compareWithRecorded, summarize } from "./compare.js";
import { pytorchOf } from "./machine.js";
import { measureWorkload } from "./measure.js";
import { keepResult, readResults } from "./results.js";
import { workloadsOf } from "./workloads.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    threads: { type: "string", default: String(availableParallelism()) },
    compile: { type: "boolean", default: false },
    data: { type: "string", default: "/usr/share/datasets" },
    json: { type: "string" },
    against: { type: "string" },
    tolerance: { type: "string", default: "5" },
  },
});
const count = (name, least) => {
  const value = Number(options[name]);
  if (!(value >= least)) fail(`--${name} ${options[name]}: expected a number, ${least} or more`);
  return value;
};
const [rounds, tolerance] = [count("rounds", 1), 1 + count("tolerance", 0) / 100];
const interpreter = process.env.PYTHON ?? "python3";
const workloads = workloadsOf({ ...options, python: interpreter });
const names = positionals.length > 0 ? positionals : Object.keys(workloads);
for (const name of names)
  if (!workloads[name]) fail(`no workload "${name}"; there are ${Object.keys(workloads).join(", ")}`);

if (options.against !== undefined && !existsSync(options.against)) await againstCommit(options.against);
else await measureAll(options.against);

/** Measures, and keeps or compares what was measured. */
async function measureAll(recordedIn) {
  const recorded = recordedIn && readRecorded(recordedIn);
  const python = pytorchOf(interpreter) === null ? null : interpreter;
  if (!python) console.error(`skipped: PyTorch's variants; ${interpreter} imports no torch`);
  const file = options.json ?? (recorded ? undefined : path.join(import.meta.dirname, "results.jsonl"));
  const lines = [];
  for (const name of names) {
    if (recorded && !recorded[name]) {
      console.error(`${name}: not in ${recordedIn}; skipped`);
      continue;
    }
    const result = await measureWorkload(name, workloads[name], { ...options, python, rounds });
    if (file) keepResult(file, name, result);
    if (recorded) lines.push(...compareWithRecorded(name, result, recorded[name], tolerance));
  }
  if (recorded) finish(lines);
}

async function againstCommit(commit) {
  try {
    finish(await measureAgainstCommit(commit, { ...options, names, rounds, tolerance, python: interpreter }));
  } catch (error) {
    fail(error.message);
  }
}

function readRecorded(file) {
  try {
    return readResults(file);
  } catch (error) {
    fail(`--against ${file}: not a file of results (${error.message}); name a commit, or a file that --json wrote`);
  }
}

/** Prints the comparison; the exit code says whether something became slower, or that nothing could be compared. */
function finish(lines) {
  const { text, exitCode } = summarize(lines, tolerance);
  console.log(text);
  process.exitCode = exitCode;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
