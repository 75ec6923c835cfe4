/**
 * A day on a GPU in one run: checks, training steps beside PyTorch's, networks at once, a sweep. Started by `gpu-day.sh`.
 *
 *     node benchmarks/gpu-day/day.js --out FILE [--minutes 8] [--rehearse]
 *
 * Each part runs in processes of its own. A part that fails, or for which no time is left, is named in the result with its reason; the others
 * are still measured. `--rehearse` leaves the GPU out: everything runs on the CPU, as little of it as shows that it works.
 * @module
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { circumstances, load } from "../machine.js";
import { runProcess } from "../process.js";
import { spread } from "../statistics.js";

const here = (file) => path.join(import.meta.dirname, file);
const { values } = parseArgs({
  options: {
    out: { type: "string" },
    minutes: { type: "string", default: "8" },
    rehearse: { type: "boolean", default: false },
  },
});
const python = process.env.PYTHON ?? "python3";
const device = values.rehearse ? "cpu" : "cuda";
const scale = values.rehearse
  ? { networks: ["fashion-quick"], blocks: 2, steps: 2, atOnce: [1, 2], window: 1, sweep: 20, images: 600, epochs: 1 }
  : {
      networks: ["resnet20", "resnet18"],
      blocks: 7,
      steps: 20,
      atOnce: [1, 2, 4, 8, 16],
      window: 4,
      sweep: 180,
      images: 50_000,
      epochs: 2,
    };
const deadline = performance.now() + 60_000 * Number(values.minutes);
const secondsLeft = () => (deadline - performance.now()) / 1000;

const parts = [];
const result = {
  schema: 1,
  rehearsal: values.rehearse,
  device: deviceName(),
  ...conditions(),
  parts,
  checks: [],
  sweep: null,
  workloads: {},
};

await part("checks", 5, async () => {
  const { checks } = await json([process.execPath, here("checks.js"), "--device", device], { mayFail: true });
  result.checks = checks;
  if (checks.some(({ ok }) => !ok)) throw new Error("a check failed");
});
for (const network of scale.networks) await measureSteps(network, ["ours", "eager", "graphs"]);
await measureAtOnce();
await part("sweep", 40, async () => {
  const seconds = Math.floor(Math.min(scale.sweep, secondsLeft() - 20));
  const words = [
    "--device",
    device,
    "--seconds",
    `${seconds}`,
    "--images",
    `${scale.images}`,
    "--epochs",
    `${scale.epochs}`,
  ];
  result.sweep = await json([process.execPath, here("sweep.js"), ...words]);
});
for (const network of scale.networks) await measureSteps(network, ["compile"]);
keep();
console.error(`written: ${values.out}`);
process.exitCode = parts.some(({ failed }) => failed) ? 1 : 0;

/** Runs one part where there is time for it, and notes what became of it. */
async function part(name, least, work) {
  const started = performance.now();
  const note = { name };
  parts.push(note);
  if (secondsLeft() < least) note.skipped = `${Math.round(secondsLeft())} s were left, it needs ${least}`;
  else
    try {
      await work();
    } catch (error) {
      if (secondsLeft() > 2) note.failed = error.message;
      else note.skipped = "it was stopped: the time was used up";
    }
  note.seconds = Math.round((performance.now() - started) / 100) / 10;
  console.error(
    `${name}: ${note.failed ? `FAILED: ${note.failed}` : (note.skipped ?? "done")}, ${note.seconds} s, load ${load()}`,
  );
  keep();
}

/** Written after each part: a machine that goes away leaves what was measured. */
function keep() {
  writeFileSync(values.out, `${JSON.stringify(result)}\n`);
}

async function measureSteps(network, sides) {
  for (const side of sides)
    await part(`${network}, ${side}`, 15, async () => {
      const words = [
        "--network",
        network,
        "--device",
        device,
        "--blocks",
        `${scale.blocks}`,
        "--steps",
        `${scale.steps}`,
      ];
      const command =
        side === "ours"
          ? [process.execPath, here("step.js"), ...words]
          : [python, here("peer.py"), "--variant", side, ...words];
      const { variants, megabytes } = await json(command);
      const rows = variants.map(({ name, milliseconds }) => row(name, milliseconds, megabytes));
      addRows(
        `gpu-${network}-step`,
        `A training step of ${network} on ${result.device}, per step of blocks of ${scale.steps}`,
        rows,
      );
    });
}

/** Networks that share the device, each in its own process: steps per second of all together, as milliseconds per step. */
async function measureAtOnce() {
  const network = scale.networks[0];
  const words = ["--network", network, "--device", device, "--at-once"];
  const sides = {
    ours: [process.execPath, here("step.js"), ...words],
    "PyTorch CUDA graph": [python, here("peer.py"), "--variant", "graphs", ...words],
  };
  for (const count of scale.atOnce)
    for (const [side, command] of Object.entries(sides))
      await part(`${count} networks at once, ${side}`, 15 + scale.window, async () => {
        const milliseconds = await shareDevice(command, count);
        addRows(
          "gpu-networks-at-once",
          `Networks of ${network} trained at once on ${result.device}, one process each, captured, knob on: milliseconds per step of all together`,
          [row(`${side}, ${count} at once`, [milliseconds], 0)],
        );
      });
}

async function shareDevice([file, ...args], count) {
  const children = Array.from({ length: count }, () => spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] }));
  const lines = children.map((child) => createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  const next = async (line, place) => {
    const { value, done } = await line.next();
    if (done) throw new Error(`process ${place + 1} of ${count} ended without an answer`);
    return value;
  };
  const end = () => {
    for (const child of children) child.kill();
  };
  const timer = setTimeout(end, 1000 * Math.max(1, secondsLeft()));
  try {
    await Promise.all(lines.map(next));
    for (const child of children) child.stdin.write(`go ${scale.window}\n`);
    const answers = (await Promise.all(lines.map(next))).map((line) => JSON.parse(line));
    return 1000 / answers.reduce((sum, { steps, seconds }) => sum + steps / seconds, 0);
  } finally {
    clearTimeout(timer);
    end();
  }
}

function addRows(workload, title, rows) {
  result.workloads[workload] ??= {
    title,
    ...conditions(),
    threads: 1,
    load: { before: load() },
    skipped: [],
    variants: [],
  };
  result.workloads[workload].variants.push(...rows);
  result.workloads[workload].load.after = load();
}

function row(name, milliseconds, megabytes) {
  const times = milliseconds.map((time) => Number(time.toPrecision(5)));
  return {
    name,
    group: name,
    ...spread(times),
    fastest: Math.min(...times),
    megabytes,
    runs: [{ milliseconds: spread(times).median, times }],
  };
}

/** What a command prints; the part may take no longer than what is left. */
async function json(command, { mayFail = false } = {}) {
  const limited = [
    "timeout",
    "--signal=INT",
    "--kill-after=5",
    `${Math.max(1, Math.floor(secondsLeft()))}`,
    ...command,
  ];
  const { output, megabytes } = await runProcess(limited, { mayFail });
  return { ...JSON.parse(output), megabytes };
}

/** Where no git is, as on a lent machine, the pack says which commit it holds. */
function conditions() {
  return circumstances(python, readPacked());
}

function readPacked() {
  try {
    return JSON.parse(readFileSync(here("../../contents.json"), "utf8")).commit;
  } catch {
    return undefined;
  }
}

function deviceName() {
  return values.rehearse ? "the CPU (a rehearsal)" : (process.env.GPU_NAME ?? "a GPU");
}
