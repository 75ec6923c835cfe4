/** The real `selectivity` command, compiled, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

/** The compiled command. */
export const COMMAND = join(import.meta.dirname, "../../cli/bin/selectivity.js");

/** What became of a command. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is under way. */
export interface Running {
  readonly child: ChildProcess;
  /** Standard error so far. */
  said(): string;
  readonly ended: Promise<Ended>;
}

/** Starts the command in a folder. */
export function start(words: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [COMMAND, ...words], {
    cwd,
    env: { ...process.env, SELECTIVITY_TRACE: undefined, FORCE_COLOR: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, said: () => stderr, ended };
}

/** Runs the command to its end. */
export function selectivity(
  words: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return start(words, cwd, environment).ended;
}

/** Whether a text holds escape sequences, such as colours. */
export function isPlain(text: string): boolean {
  return stripVTControlCharacters(text) === text;
}

/** Resolves once `condition` holds; rejects when that takes too long. */
export async function until(condition: () => boolean, seconds = 30): Promise<void> {
  for (const deadline = Date.now() + 1000 * seconds; !condition(); await setTimeout(5))
    if (Date.now() > deadline) throw new Error(`after ${seconds} s still not: ${condition}`);
}

/** Resolves once `condition` holds of a command; rejects, with what it said, when it ends before. */
export async function untilIn({ child, said }: Running, condition: () => boolean, seconds = 30): Promise<void> {
  await until(() => condition() || child.exitCode !== null || child.signalCode !== null, seconds);
  if (!condition()) throw new Error(`it ended before: ${condition}\n${said()}`);
}
