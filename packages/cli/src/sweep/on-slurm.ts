/**
 * A sweep on Slurm, from its submission to its conclusion.
 *
 * @module
 */
import path from "node:path";
import { formatCount } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { describeCluster, reportChanges } from "../terminal/cluster.js";
import type { Terminal } from "../terminal/terminal.js";
import { concludeSweep } from "./conclude.js";
import { listSlurmRequest, type SlurmFlags, workWords } from "./slurm-options.js";

/** Submits what is not finished and follows it. @returns the exit code. */
export async function sweepOnSlurm(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: SlurmFlags,
  terminal: Terminal,
): Promise<number> {
  const { submitOnly = false, extend = false } = flags;
  const report = reportChanges(terminal);
  terminal.onStop = "Letting go of the sweep. What was submitted continues by itself.";
  const { table, goesOn } = await lab.runOnCluster(named, {
    cluster: lab.findCluster("slurm"),
    clusterOptions: listSlurmRequest(flags),
    command: (sweep, shares) => workWords(flags, sweep, shares),
    ...{
      folder,
      extend,
      submitOnly,
      dataDirs: flags.dataDir.map((dir) => path.resolve(dir)),
      movedData: flags.data,
      until: flags.until,
    },
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

function describeState(state: Lab.ClusterState, rows: readonly Lab.TrialRow[]): string {
  const number = (wanted: Lab.TrialState) => rows.filter((row) => row.state === wanted).length;
  const failed = number("failed") > 0 ? `, ${number("failed")} failed` : "";
  const networks = `${number("done")} of ${formatCount(rows.length, "network")} done, ${number("running")} running${failed}`;
  return `${networks}; ${describeCluster(state)}`;
}
