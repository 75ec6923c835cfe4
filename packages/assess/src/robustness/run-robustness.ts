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
import { loadPluginsFor, locateWeights } from "@selectivity-lab/run";
import { requireDevice } from "@selectivity-lab/torch";
import type { RobustnessRun } from "./contracts.js";
import { checksumFile, isDone, robustnessFolder } from "./files.js";
import { type AssessedNetwork, findNetworks, isSweep } from "./find-networks.js";
import type { Assignment } from "./messages.js";
import type { RobustnessOptions } from "./options.js";
import { prepareRun } from "./prepare-run.js";
import { type RobustnessTable, readRobustness } from "./read-robustness.js";
import { runAssignments } from "./worker-pool.js";

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
  const { run, examples, missingImages } = await prepareRun(subjects, options);
  const evaluations = subjects.flatMap((subject) => evaluationsOf(subject, run));
  const pending = await undone(evaluations);
  const images = pending.some(({ work }) => work.part === "corruptions") ? missingImages : [];
  const work = [...images, ...pending];
  const shares = sharesOf(work.length, options);
  onEvent({
    type: "plan",
    networks: subjects.length,
    done: evaluations.length - pending.length,
    work: work.length,
    ...shares,
  });
  keepRun(where, subjects, run, examples);
  const { published = null, frost = null, dataDirs = [] } = options;
  const pool = {
    ...shares,
    setting: { threads: shares.threads, device, dataDirs, published, frost, plugins },
    stop,
    onEvent,
  };
  const made = await runAssignments(images, pool);
  const lacking = made.some(({ status }) => status !== "done");
  const feasible = lacking ? pending.filter(({ work }) => work.part !== "corruptions") : pending;
  const ends = [...made, ...(await runAssignments(feasible, pool))];
  const about = [...images, ...feasible];
  return {
    table: await readRobustness(where),
    failed: ends.flatMap(({ status, cause }, index) => {
      const { label, work } = about[index] as Assignment;
      return status === "failed" ? [{ label, part: work.part, cause }] : [];
    }),
    open: work.length - ends.filter(({ status }) => status !== "stopped").length,
  };
}

/** Says in the files what was asked for, and makes room for what will come. */
function keepRun(
  where: string,
  subjects: readonly AssessedNetwork[],
  run: RobustnessRun,
  examples: Uint8Array | null,
): void {
  const folder = isSweep(where) ? robustnessFolder(where) : (subjects[0] as AssessedNetwork).home;
  for (const { home } of [{ home: folder }, ...subjects]) makeFolder(home);
  writeJsonAtomically(path.join(folder, "run.json"), run);
  if (examples) writeFileAtomically(path.join(folder, "examples.png"), [examples]);
}

function evaluationsOf(subject: AssessedNetwork, { corruptions, attacks }: RobustnessRun): Assignment[] {
  return [
    ...(corruptions ? [{ ...subject, work: { part: "corruptions" as const, settings: corruptions } }] : []),
    ...(attacks ? [{ ...subject, work: { part: "attacks" as const, settings: attacks } }] : []),
  ];
}

/** The evaluations that do not lie there for the same settings and weights. */
async function undone(evaluations: readonly Assignment[]): Promise<Assignment[]> {
  const weights = new Map(
    [...new Set(evaluations.map(({ network }) => network))].map((network) => [
      network,
      checksumFile(locateWeights(network)),
    ]),
  );
  const left: Assignment[] = [];
  for (const evaluation of evaluations) {
    const { home, network, work } = evaluation;
    if (work.part === "images") continue;
    if (!(await isDone(home, work.part, work.settings, weights.get(network) as string))) left.push(evaluation);
  }
  return left;
}

/** As many workers as there are cores or pieces of work; they share the cores. */
function sharesOf(work: number, { jobs, threads, device = "cpu" }: RobustnessOptions) {
  const cores = availableParallelism();
  const workers = Math.max(1, Math.min(jobs ?? (device === "cpu" ? cores : 1), work));
  return { workers, threads: threads ?? Math.max(1, Math.floor(cores / workers)) };
}
