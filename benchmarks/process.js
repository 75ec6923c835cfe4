/**
 * A fresh process: what it prints, how long it takes, how much memory it and its workers come to.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** Runs a command to its end. @throws with what it said, when it fails, unless it `mayFail` once it has printed something. */
export async function runProcess([file, ...args], { mayFail = false } = {}) {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  const memory = watchMemory(child.pid);
  const ended = new Promise((resolve, reject) =>
    child.on("error", reject).on("exit", (code) => resolve({ code, milliseconds: performance.now() - started })),
  );
  try {
    const [output, said, { code, milliseconds }] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0 && !(mayFail && output)) throw new Error(`${[file, ...args].join(" ")}: exit code ${code}\n${said}`);
    return { output, milliseconds, ...memory.peak() };
  } finally {
    memory.stop();
  }
}

/** Milliseconds between two looks: at resident memory, whose peak the system keeps, and at proportional memory, whose peak it does not. */
const LOOK_MS = { resident: 50, proportional: 250 };

/**
 * The most memory of any one process, the child or a child of its, in 10⁶ bytes; 0 where /proc is absent.
 *
 * `megabytes` is resident memory, shared pages included; `proportional` divides each shared page among the processes that share it.
 */
function watchMemory(pid) {
  const peak = { megabytes: 0, proportional: 0 };
  const look = (kind, sizeOf) => {
    for (const process of [pid, ...childrenOf(pid)]) peak[kind] = Math.max(peak[kind], Math.round(sizeOf(process)));
  };
  const timers = [
    setInterval(() => look("megabytes", highWater), LOOK_MS.resident),
    setInterval(() => look("proportional", proportionalSize), LOOK_MS.proportional),
  ];
  return { peak: () => peak, stop: () => timers.forEach(clearInterval) };
}

function proportionalSize(pid) {
  return (Number(/^Pss:\s+(\d+)/m.exec(proc(`${pid}/smaps_rollup`))?.[1] ?? 0) * 1024) / 1e6;
}

function childrenOf(pid) {
  return proc(`${pid}/task/${pid}/children`).split(" ").filter(Boolean);
}

function highWater(pid) {
  return (Number(/VmHWM:\s+(\d+)/.exec(proc(`${pid}/status`))?.[1] ?? 0) * 1024) / 1e6;
}

/** A file below /proc; nothing for a process that has just ended. */
function proc(file) {
  try {
    return readFileSync(`/proc/${file}`, "utf8");
  } catch {
    return "";
  }
}
