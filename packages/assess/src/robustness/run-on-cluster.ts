/**
 * The robustness evaluation of a sweep on a cluster: prepared here, done there.
 *
 * @module
 */
import {
  type ClusterShares,
  clusterShares,
  Failures,
  keepThreads,
  loadPluginsFor,
  sharesWarning,
  type WorkOnClusterOptions,
  workOnCluster,
} from "@selectivity-lab/run";
import { RobustnessError } from "../error.js";
import { createAssessmentJob } from "./assessment-job.js";
import { findNetworks, isSweep, locateEvaluation } from "./find-networks.js";
import type { RobustnessOptions } from "./options.js";
import { planEvaluations } from "./plan-assessments.js";
import { prepareRun } from "./prepare-run.js";
import { readRobustness } from "./read-robustness.js";
import { type RobustnessOutcome, writeRun } from "./run-robustness.js";

/** How to evaluate a sweep on a cluster. */
export interface RobustnessClusterOptions
  extends Omit<RobustnessOptions, "stop" | "notify" | "onEvent">,
    Omit<WorkOnClusterOptions, "folder" | "command"> {
  /** Cores per task; by default what its threads need. */
  readonly cores?: number | undefined;
  /** Words of the command that a task runs, to which `--task N` is added. */
  command(sweep: string, shares: ClusterShares): readonly string[];
}

/** The outcome of an evaluation on a cluster. */
export interface RobustnessClusterOutcome extends RobustnessOutcome {
  /** Whether jobs were left behind that continue by themselves. */
  readonly goesOn: boolean;
}

/**
 * Evaluates the robustness of a sweep on a cluster.
 *
 * Everything that can be wrong with the options, the data or the networks is found before anything is submitted. A stop lets go of
 * the jobs, which continue; the same command follows them again.
 *
 * @param folder of the sweep.
 * @throws {@link RobustnessError}, CheckpointError, DatasetError, ClusterError; nothing has been submitted then.
 */
export async function runRobustnessOnCluster(
  folder: string,
  options: RobustnessClusterOptions,
): Promise<RobustnessClusterOutcome> {
  if (!isSweep(folder))
    throw new RobustnessError({
      code: "not-a-sweep",
      problem: `on a cluster the networks of a sweep are evaluated, but ${folder} is not the folder of a sweep`,
      remedy: "name the folder of a sweep, or leave out --on",
      path: folder,
    });
  await loadPluginsFor(folder, options.plugins ?? []);
  const subjects = await findNetworks(folder);
  const home = locateEvaluation(folder, subjects);
  const { run, examples } = await prepareRun(subjects, home, options);
  const shares = await clusterShares(home, { threads: options.threads ?? "auto" }, options);
  const warning = sharesWarning(shares);
  if (warning) options.notify(warning);
  writeRun(home, subjects, run, examples);
  keepThreads(home, shares);
  const jobs = (await planEvaluations(subjects, run)).evaluations.map(createAssessmentJob);
  const failures = new Failures(jobs);
  const findOpen = () => jobs.filter((job) => !job.isFinished());
  const findFailed = () =>
    findOpen().flatMap((job) => {
      const cause = failures.findCause(job);
      return cause === undefined ? [] : [{ label: job.assignment.label, part: job.assignment.work.part, cause }];
    });
  const work = {
    unit: "evaluation",
    countOpen: async () => findOpen().length - findFailed().length,
    countProgress: async () => jobs.length - findOpen().length,
  };
  const command = (_: string, own: ClusterShares) => options.command(folder, own);
  const { goesOn } = await workOnCluster(work, shares, { ...options, folder: home, command });
  const failed = findFailed();
  return { table: await readRobustness(folder), failed, open: findOpen().length - failed.length, goesOn };
}
