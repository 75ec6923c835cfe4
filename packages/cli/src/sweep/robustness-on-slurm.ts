/**
 * The robustness evaluation of a sweep on Slurm.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import { describeCluster, reportChanges } from "../terminal/cluster.js";
import type { Terminal } from "../terminal/terminal.js";
import { listSlurmRequest, type SlurmFlags } from "./slurm-options.js";

/** The options of the command that a task needs, too. */
export interface EvaluationPlace {
  device: string;
  published?: string;
  frost?: string;
  dataDir: string[];
  plugin: string[];
}

/** Submits the evaluations that are not done and follows them. */
export function runRobustnessOnSlurm(
  lab: typeof Lab,
  folder: string,
  options: Lab.RobustnessOptions,
  flags: SlurmFlags & EvaluationPlace,
  terminal: Terminal,
): Promise<Lab.RobustnessClusterOutcome> {
  const report = reportChanges(terminal);
  terminal.onStop = "Letting go of the evaluation. What was submitted continues by itself.";
  return lab.runRobustnessOnCluster(folder, {
    ...options,
    cluster: lab.findCluster("slurm"),
    clusterOptions: listSlurmRequest(flags),
    command: (sweep, shares) => assessWords(flags, path.resolve(sweep), shares),
    ...{ tasks: flags.tasks, cores: flags.cpus, submitOnly: flags.submitOnly },
    ...{ stop: terminal.stop, notify: terminal.say, warn: (line) => terminal.say(`note: ${line}`) },
    onState: (state) => report(describeCluster(state)),
  });
}

/** The command that a task runs, without `--task N`. */
function assessWords(
  { device, published, frost, dataDir, plugin }: EvaluationPlace,
  sweep: string,
  { jobs, threads }: Lab.ClusterShares,
): string[] {
  const folders = (flag: string, values: readonly (string | undefined)[]) =>
    values.flatMap((value) => (value === undefined ? [] : [flag, path.resolve(value)]));
  return [
    ...[process.execPath, process.argv[1] as string, "work", sweep, "--assess", "robustness"],
    ...["--jobs", String(jobs), "--threads", String(threads), "--device", device],
    ...folders("--published", [published]),
    ...folders("--frost", [frost]),
    ...folders("--data-dir", dataDir),
    ...folders("--plugin", plugin),
  ];
}
