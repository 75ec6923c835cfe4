/**
 * Processes that assess networks side by side, each an assignment at a time.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "@selectivity-lab/run";
import type { AssessmentEvent, Assignment, FromWorker, ToWorker } from "./messages.js";

/** The compiled worker, also when this file runs from its sources. */
const WORKER = path.join(import.meta.dirname, "../../dist/robustness/worker.js");

/** How to run assignments. */
export interface AssignmentOptions {
  readonly workers: number;
  /** Of each worker. */
  readonly threads: number;
  /** What every worker must know. */
  readonly setting: WorkerSetting;
  readonly stop: AbortSignal;
  onEvent(event: AssessmentEvent): void;
}

/** What a worker is told when it starts. */
export interface WorkerSetting {
  readonly threads: number;
  readonly device: string;
  readonly dataDirs: readonly string[];
  readonly published: string | null;
  readonly frost: string | null;
  readonly plugins: readonly Plugin[];
}

type End = Extract<FromWorker, { type: "end" }>;

/** Runs all assignments; one that fails does not stop the others. @returns how each ended, in the order given. */
export async function runAssignments(assignments: readonly Assignment[], options: AssignmentOptions): Promise<End[]> {
  const queue = [...assignments.entries()];
  const ends: End[] = assignments.map(() => ({ type: "end", status: "stopped", cause: null }));
  const work = async () => {
    let child: ChildProcess | undefined;
    for (let next = queue.shift(); next && !options.stop.aborted; next = queue.shift()) {
      const [index, assignment] = next;
      if (!child || !isAlive(child)) child = start(options.setting);
      ends[index] = await assess(child, assignment, options);
    }
    if (child && isAlive(child)) child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, assignments.length) }, work));
  return ends;
}

function start(setting: WorkerSetting): ChildProcess {
  if (!existsSync(WORKER)) throw new Error("the worker is not compiled: run `npm run build:ts`");
  return fork(WORKER, [JSON.stringify(setting)], {
    env: { ...process.env, OMP_NUM_THREADS: String(setting.threads) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
}

/** Asks for the exit too: a killed child stays connected for a moment after it. */
function isAlive(child: ChildProcess): boolean {
  return child.connected && child.exitCode === null && child.signalCode === null;
}

function assess(child: ChildProcess, assignment: Assignment, { stop, onEvent }: AssignmentOptions): Promise<End> {
  const { label, work } = assignment;
  const about = { label, part: work.part };
  onEvent({ type: "start", ...about });
  return new Promise((resolve) => {
    const say = (message: ToWorker) => void (isAlive(child) && child.send(message, () => {}));
    const halt = () => say({ type: "stop" });
    const settle = (end: End) => {
      child.off("message", hear).off("exit", died);
      stop.removeEventListener("abort", halt);
      onEvent({ ...about, type: "end", status: end.status, cause: end.cause });
      resolve(end);
    };
    const hear = (message: FromWorker) =>
      message.type === "end" ? settle(message) : onEvent({ ...about, ...message });
    const died = (code: number | null, signal: string | null) =>
      settle({
        type: "end",
        status: "failed",
        cause: `its worker process ended with ${signal ?? `exit code ${code}`}`,
      });
    child.on("message", hear).on("exit", died);
    stop.addEventListener("abort", halt);
    say({ type: "assess", assignment });
  });
}
