/**
 * A task of a cluster: takes pieces of a sweep's robustness evaluation until none is left, or the resources are taken away.
 *
 * What is evaluated is written in SWEEP/robustness/run.json; where data and photographs are, the task's command says.
 * @module
 */
import path from "node:path";
import { readJson } from "@selectivity-lab/base";
import {
  concludeTask,
  loadPluginsFor,
  readSubmissionTime,
  rotateWork,
  type TaskOptions,
  type WorkOutcome,
} from "@selectivity-lab/run";
import { requireDevice } from "@selectivity-lab/torch";
import type { AssessmentEvent, Assignment } from "./assignment.js";
import { type RobustnessRun, robustnessRunSchema } from "./contracts.js";
import { locateRobustness } from "./files.js";
import { findNetworks } from "./find-networks.js";
import { listMissingImages, planEvaluations } from "./plan-assessments.js";
import { runAssessments } from "./run-assessments.js";
import { freeImages, loadTestImages } from "./test-images.js";

/** How a task evaluates networks of a sweep. */
export interface AssessmentTaskOptions extends TaskOptions {
  /** `cpu` by default. */
  readonly device?: string | undefined;
  readonly published?: string | undefined;
  readonly frost?: string | undefined;
  readonly plugins?: readonly string[];
  onEvent?(event: AssessmentEvent): void;
  notify?(line: string): void;
}

/** Takes pieces of the evaluation of a sweep. @param folder of the sweep. */
export async function runAssessmentTask(folder: string, options: AssessmentTaskOptions): Promise<WorkOutcome> {
  const { task, jobs, threads, dataDirs, device = "cpu", published = null, frost = null } = options;
  const { stop, maxAttempts, failFast = false, onEvent = () => {}, notify = () => {} } = options;
  requireDevice(device);
  const home = locateRobustness(folder);
  const plugins = await loadPluginsFor(folder, options.plugins ?? []);
  const run = await readJson(path.join(home, "run.json"), robustnessRunSchema);
  const subjects = await findNetworks(folder);
  const { evaluations, pending } = await planEvaluations(subjects, run);
  const images = pending.some(({ work }) => work.part === "corruptions") ? await findImages(run, home, options) : [];
  const work = [...rotateWork(images, task), ...rotateWork(pending, task)];
  const done = evaluations.length - pending.length;
  onEvent({ type: "plan", networks: subjects.length, done, work: work.length, workers: jobs, threads });
  const ends = await runAssessments(work, {
    ...{ workers: jobs, stop, maxAttempts, failFast, onEvent, notify },
    ...{ waitForOthers: false, failedSince: await readSubmissionTime(home) },
    setting: { threads, device, dataDirs, published, frost, plugins },
  });
  const left = (await planEvaluations(subjects, run)).pending.length;
  return concludeTask({ left, failed: ends.filter(({ end }) => end.status === "failed").length }, options);
}

/** The corrupted images that are not in this machine's cache. */
async function findImages(
  { corruptions }: RobustnessRun,
  home: string,
  { published, frost, dataDirs }: AssessmentTaskOptions,
): Promise<Assignment[]> {
  if (!corruptions || published !== undefined) return [];
  const { dataset, imageSize, transform, damagedImages, classOrder } = corruptions;
  const place = { dataDirs, imageSize, transform, damagedImages, classOrder, device: "cpu" };
  const all = await loadTestImages(dataset, Number.POSITIVE_INFINITY, place);
  try {
    return await listMissingImages(all, corruptions, { home, frost });
  } finally {
    freeImages(all);
  }
}
