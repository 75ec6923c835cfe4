/**
 * A sweep on Slurm, from the first word to the last.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import { sweepSummary } from "../status/summary.js";
import { count } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";
import { concludeSweep } from "./conclude.js";
import { type SlurmFlags, workWords } from "./slurm-options.js";

/** Submits what is not finished and follows it. @returns the exit code. */
export async function sweepOnSlurm(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: SlurmFlags,
  terminal: Terminal,
): Promise<number> {
  const { partition, time, gres, account, memory, arrayLimit, warning, submitOnly = false, extend = false } = flags;
  const tell = onChange(terminal);
  terminal.onStop = "letting go of the sweep; what is submitted goes on by itself.";
  const { table, goesOn } = await lab.runOnCluster(named, {
    cluster: lab.slurm({ partition, time, gres, account, memory, arrayLimit, warning }),
    command: (sweep, shares) => workWords(flags, sweep, shares),
    ...{ folder, extend, submitOnly, dataDirs: flags.dataDir.map((dir) => path.resolve(dir)), until: flags.until },
    ...{ tasks: flags.tasks, cores: flags.cpus, jobs: flags.jobs, stop: terminal.stop, notify: terminal.say },
    onState: (state, { rows }) => tell(stateText(state, rows)),
  });
  if (flags.json) terminal.out(lab.encodeJson(sweepSummary(table, lab.judgeStopping(table))));
  if (!goesOn) return concludeSweep(lab, table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
  const sweep = lab.quoteShellWord(folder);
  terminal.say(
    `the jobs go on by themselves\n  how far: npx selectivity status ${sweep}\n  to end them: npx selectivity cancel ${sweep}`,
  );
  return 0;
}

function stateText({ running, waiting, reasons }: Lab.ClusterState, rows: readonly Lab.TrialRow[]): string {
  const number = (state: Lab.TrialState) => rows.filter((row) => row.state === state).length;
  const failed = number("failed") > 0 ? `, ${number("failed")} failed` : "";
  const networks = `${number("done")} of ${count(rows.length, "network")} done, ${number("running")} running${failed}`;
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  return `${networks}; ${count(running, "task")} running, ${waiting} waiting${why}`;
}

/** Says a line that differs from the one before. */
function onChange(terminal: Terminal): (line: string) => void {
  let before = "";
  return (line) => {
    if (!terminal.quiet && line !== before) terminal.say(line);
    before = line;
  };
}
