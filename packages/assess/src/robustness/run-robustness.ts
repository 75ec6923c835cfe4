/**
 * How networks stand corrupted images and attacks: every network of a sweep, or one, on worker processes.
 *
 *     networks ─┬─ corruptions ─ clean and corrupted accuracy, a bit an image ─┬─ files beside each network
 *               └─ attacks ───── accuracy by budget, a bit an image, checks ───┘
 *
 * What lies there already for the same settings and weights is not done again, so a run that was stopped goes on.
 * @module
 */

import { availableParallelism } from "node:os";
import path from "node:path";
import { makeFolder, writeFileAtomically, writeJsonAtomically } from "@selectivity-lab/base";
import { loadPluginsFor } from "@selectivity-lab/run";
import { requireDevice } from "@selectivity-lab/torch";
import type { Assignment } from "./assignment.js";
import type { RobustnessRun } from "./contracts.js";
import { type AssessedNetwork, findNetworks, locateEvaluation } from "./find-networks.js";
import type { RobustnessOptions } from "./options.js";
import { planEvaluations } from "./plan-assessments.js";
import { prepareRun } from "./prepare-run.js";
import { type RobustnessTable, readRobustness } from "./read-robustness.js";
import { type AssessmentEnd, type AssessmentPoolOptions, runAssessments } from "./run-assessments.js";

/** What became of it, and how many parts failed or were not reached. */
export interface RobustnessOutcome {
  readonly table: RobustnessTable;
  readonly failed: readonly { readonly label: string; readonly part: string; readonly cause: string | null }[];
  /** Parts that a stop kept from being done. */
  readonly open: number;
}

/**
 * Evaluates robustness.
 *
 * Everything that can be wrong with the options, the data or the networks is found before the first is evaluated.
 *
 * @param where a file of weights, a trial's folder, or a sweep's.
 * @throws {@link RobustnessError}, CheckpointError, DatasetError; nothing has been evaluated then.
 */
export async function runRobustness(where: string, options: RobustnessOptions = {}): Promise<RobustnessOutcome> {
  const { device = "cpu", stop = new AbortController().signal, onEvent = () => {} } = options;
  requireDevice(device);
  const plugins = await loadPluginsFor(where, options.plugins ?? []);
  const subjects = await findNetworks(where);
  const home = locateEvaluation(where, subjects);
  const { run, examples, missingImages } = await prepareRun(subjects, home, options);
  const { evaluations, pending } = await planEvaluations(subjects, run);
  const images = pending.some(({ work }) => work.part === "corruptions") ? missingImages : [];
  const work = images.length + pending.length;
  const { workers, threads } = shareCores(work, options);
  const done = evaluations.length - pending.length;
  onEvent({ type: "plan", networks: subjects.length, done, work, workers, threads });
  writeRun(home, subjects, run, examples);
  const { published = null, frost = null, dataDirs = [], notify = () => {} } = options;
  const setting = { threads, device, dataDirs, published, frost, plugins };
  const ends = await runInOrder(images, pending, { workers, setting, stop, onEvent, notify });
  return {
    table: await readRobustness(where),
    failed: ends.flatMap(({ assignment: { label, work }, end }) =>
      end.status === "failed" ? [{ label, part: work.part, cause: end.cause }] : [],
    ),
    open: work - ends.length,
  };
}

/** Images first; where some cannot be made, networks are not shown corrupted images at all. */
async function runInOrder(
  images: readonly Assignment[],
  evaluations: readonly Assignment[],
  options: AssessmentPoolOptions,
): Promise<AssessmentEnd[]> {
  const made = await runAssessments(images, options);
  const isComplete = made.length === images.length && made.every(({ end }) => end.status === "done");
  const feasible = isComplete ? evaluations : evaluations.filter(({ work }) => work.part !== "corruptions");
  return [...made, ...(await runAssessments(feasible, options))];
}

/** Writes down what was asked for, and creates the folders for the results. */
export function writeRun(
  home: string,
  subjects: readonly AssessedNetwork[],
  run: RobustnessRun,
  examples: Uint8Array | null,
): void {
  for (const folder of [home, ...subjects.map((subject) => subject.home)]) makeFolder(folder);
  writeJsonAtomically(path.join(home, "run.json"), run);
  if (examples) writeFileAtomically(path.join(home, "examples.png"), [examples]);
}

/** As many workers as there are cores or pieces of work; they share the cores. */
function shareCores(work: number, { jobs, threads, device = "cpu" }: RobustnessOptions) {
  const cores = availableParallelism();
  const workers = Math.max(1, Math.min(jobs ?? (device === "cpu" ? cores : 1), work));
  return { workers, threads: threads ?? Math.max(1, Math.floor(cores / workers)) };
}
