#!/usr/bin/env node
/**
 * Our training step beside PyTorch's, in one run.
 *
 *     node benchmarks/run.js [--threads 1,2] [--rounds 7] [--steps 10] [--out benchmarks/results/step.json]
 *
 * Each variant runs in a fresh process, all of them once a round, in reverse order every other round, so that a machine
 * that changes its pace changes it for all. PyTorch is that of `$PYTHON` (default python3); where it has none, its
 * variants are skipped and the results say so. Every raw time is kept.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "7" },
    steps: { type: "string", default: "10" },
    only: { type: "string", default: "" },
    out: { type: "string", default: path.join(import.meta.dirname, "results/step.json") },
  },
});
const python = process.env.PYTHON ?? "python3";

const ours = (variant, knob) => (threads) => [
  process.execPath,
  [script("ours/step.js"), variant, knob, threads, options.steps],
];
const peer = (variant, knob) => (threads) => [
  python,
  [script("peers/step.py"), "--variant", variant, "--knob", knob, "--threads", threads, "--steps", options.steps],
];

const peers = ["eager", "eager_channels_last", "compile", "compile_channels_last"];
const variants = {
  "ours, knob": ours("fused", "1"),
  ours: ours("fused", "0"),
  "ours unfused, knob": ours("composite", "1"),
  "convolutions alone": ours("floor", "0"),
  ...Object.fromEntries(
    hasPyTorch()
      ? peers.flatMap((name) =>
          [
            ["1", ", knob"],
            ["0", ""],
          ].map(([knob, suffix]) => [`PyTorch ${name}${suffix}`, peer(name, knob)]),
        )
      : [],
  ),
};

const chosen = Object.entries(variants).filter(([name]) => options.only.split("|").some((part) => name.includes(part)));
const results = options.threads.split(",").flatMap(measure);
const document = {
  workload: "ResNet20 step, 128 images 3 × 32 × 32",
  machine: machine(),
  rounds: Number(options.rounds),
  results,
};
mkdirSync(path.dirname(options.out), { recursive: true });
writeFileSync(options.out, `${JSON.stringify(document, null, 1)}\n`);

function measure(threads) {
  const runs = new Map(chosen.map(([name]) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [name, command] of round % 2 ? chosen.toReversed() : chosen) {
      runs.get(name).push({ ...run(command(threads)), load: loadavg()[0] });
      console.error(
        `threads ${threads}, round ${round + 1}: ${name} ${quantile(runs.get(name).at(-1).milliseconds, 0.5).toFixed(1)} ms`,
      );
    }
  return [...runs].map(([name, list]) => {
    const medians = list.map(({ milliseconds }) => quantile(milliseconds, 0.5));
    const [median, low, high] = [0.5, 0.25, 0.75].map((p) => Number(quantile(medians, p).toFixed(2)));
    const fastest = Number(Math.min(...list.flatMap(({ milliseconds }) => milliseconds)).toFixed(2));
    console.error(`${name}: median of medians ${median} ms (${low} … ${high}), fastest step ${fastest} ms`);
    return { name, threads: Number(threads), median, low, high, fastest, runs: list };
  });
}

function run([command, args]) {
  return JSON.parse(execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

function quantile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

function hasPyTorch() {
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    console.error(`skipped: the PyTorch variants; ${python} imports no torch`);
    return false;
  }
}

function machine() {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    encoding: "utf8",
    cwd: import.meta.dirname,
  }).trim();
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return {
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(memory / 2 ** 20),
    node: process.version,
    commit,
  };
}

function script(name) {
  return path.join(import.meta.dirname, name);
}
