/**
 * The `selectivity` command inside the test's own process, from the sources: a case costs no start of Node and no load of
 * libtorch. What only a real process has (signals, its exit code, the native library's absence) needs `command.ts`.
 */
import { Writable } from "node:stream";
import { main } from "../../cli/src/main.js";
import type { Ended } from "./command.js";

/** Runs the command to its end in a folder. Not for cases that run at the same time: a process has one working folder. */
export async function runInProcess(
  words: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const exit = (code: number) => {
    throw new Error(`the command tried to leave at once with exit code ${code}`);
  };
  const before = { cwd: process.cwd(), environment: { ...process.env } };
  process.chdir(cwd);
  setEnvironment({ ...process.env, SELECTIVITY_TRACE: undefined, FORCE_COLOR: undefined, ...environment });
  try {
    const code = await main(words, { stdout, stderr, exit });
    return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(before.cwd);
    setEnvironment(before.environment);
  }
}

/** A stream that keeps what is written. */
class Recorder extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

function setEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (environment[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) process.env[name] = value;
}
