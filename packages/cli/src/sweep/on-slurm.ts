/**
 * A sweep on Slurm, from its submission to its conclusion.
 *
 * @module
 */
import path from "node:path";
import { formatCount } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
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
  const report = reportChanges(terminal);
  terminal.onStop = "Letting go of the sweep. What was submitted continues by itself.";
  const { table, goesOn } = await lab.runOnCluster(named, {
    cluster: lab.findCluster("slurm"),
    clusterOptions: { partition, time, gres, account, memory, arrayLimit, warning },
    command: (sweep, shares) => workWords(flags, sweep, shares),
    ...{ folder, extend, submitOnly, dataDirs: flags.dataDir.map((dir) => path.resolve(dir)), until: flags.until },
    ...{ tasks: flags.tasks, cores: flags.cpus, jobs: flags.jobs, stop: terminal.stop, notify: terminal.say },
    onState: (state, { rows }) => report(describeState(state, rows)),
  });
  if (flags.json) terminal.out(lab.encodeJson(lab.createSweepDocument(table)));
  if (!goesOn) return concludeSweep(lab, table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
  const sweep = lab.quoteShellWord(folder);
  terminal.say(
    `the jobs continue by themselves\n  to see how far they are: npx selectivity status ${sweep}\n  to end them: npx selectivity cancel ${sweep}`,
  );
  return 0;
}

function describeState({ running, waiting, reasons }: Lab.ClusterState, rows: readonly Lab.TrialRow[]): string {
  const number = (state: Lab.TrialState) => rows.filter((row) => row.state === state).length;
  const failed = number("failed") > 0 ? `, ${number("failed")} failed` : "";
  const networks = `${number("done")} of ${formatCount(rows.length, "network")} done, ${number("running")} running${failed}`;
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  return `${networks}; ${formatCount(running, "task")} running, ${waiting} waiting${why}`;
}

/** Says a line only where it differs from the one before. */
function reportChanges(terminal: Terminal): (line: string) => void {
  let before = "";
  return (line) => {
    if (!terminal.quiet && line !== before) terminal.say(line);
    before = line;
  };
}
