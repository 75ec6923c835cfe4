/**
 * A sweep on this machine, from the plan to its conclusion.
 *
 * @module
 */
import { formatCount, formatDuration } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { progressFor } from "../progress/progress.js";
import type { Terminal } from "../terminal/terminal.js";
import { concludeSweep } from "./conclude.js";

/** The options that concern a sweep on this machine. */
export interface HereFlags {
  json?: boolean;
  dataDir: string[];
  data?: string;
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
      ...{
        folder,
        only,
        jobs: flags.jobs,
        dataDirs: flags.dataDir,
        movedData: flags.data,
        maxAttempts: flags.maxAttempts,
      },
      ...{ extend: flags.extend ?? false, until: flags.until, failFast: flags.failFast ?? false },
      ...{ stop: terminal.stop, notify: terminal.say },
      onPlan: (plan) => {
        if (!terminal.quiet) terminal.say(describePlan(named.name, folder, plan));
        progress.begin(plan.pending, plan.trials.length);
      },
      onEvent: (event) => progress.event(event),
    });
    progress.end();
    if (!terminal.quiet) terminal.say(formatDuration((performance.now() - started) / 1000));
    if (flags.json) terminal.out(lab.encodeJson(lab.createSweepDocument(table)));
    return concludeSweep(lab, table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
  } finally {
    progress.end();
  }
}

function describePlan(name: string, folder: string, { trials, pending, workers, threads }: Lab.SweepPlan): string {
  const done = trials.length - pending.length;
  const networks = `${formatCount(trials.length, "network")}${done > 0 ? `, ${done} of them done` : ""}`;
  return `${name}: ${networks}; ${workers} at once, ${formatCount(threads, "thread")} each; in ${folder}`;
}
