/**
 * A sweep on this machine, from the plan to the last word.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { progressFor } from "../progress/progress.js";
import { sweepSummary } from "../status/summary.js";
import { count, duration } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";
import { concludeSweep } from "./conclude.js";

/** What of a command line concerns a sweep on this machine. */
export interface HereFlags {
  json?: boolean;
  dataDir: string[];
  jobs?: number;
  extend?: boolean;
  until?: Lab.StoppingRule | undefined;
  failFast?: boolean;
  maxAttempts?: number;
}

/** Trains what is not finished, or only the networks in these states. @returns the exit code. */
export async function sweepHere(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: HereFlags,
  terminal: Terminal,
  only?: readonly Lab.TrialState[],
): Promise<number> {
  const progress = progressFor(terminal);
  const started = performance.now();
  try {
    const table = await lab.runSweep(named, {
      ...{ folder, only, jobs: flags.jobs, dataDirs: flags.dataDir, maxAttempts: flags.maxAttempts },
      extend: flags.extend ?? false,
      until: flags.until,
      failFast: flags.failFast ?? false,
      stop: terminal.stop,
      notify: terminal.say,
      onPlan: ({ trials, pending, workers, threads }) => {
        if (!terminal.quiet)
          terminal.say(planText(named.name, folder, trials.length, pending.length, { workers, threads }));
        progress.begin(pending, trials.length);
      },
      onEvent: (event) => progress.event(event),
    });
    progress.end();
    if (!terminal.quiet) terminal.say(duration((performance.now() - started) / 1000));
    if (flags.json) terminal.out(lab.encodeJson(sweepSummary(table, lab.judgeStopping(table))));
    return concludeSweep(lab, table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
  } finally {
    progress.end();
  }
}

function planText(
  name: string,
  folder: string,
  networks: number,
  pending: number,
  { workers, threads }: { workers: number; threads: number },
): string {
  const done = networks - pending;
  const share = `${workers} at once, ${count(threads, "thread")} each`;
  return `${name}: ${count(networks, "network")}${done > 0 ? `, ${done} of them done` : ""}; ${share}; in ${folder}`;
}
