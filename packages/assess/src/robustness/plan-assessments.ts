/**
 * Which pieces of work a robustness evaluation consists of, and which of them are left.
 *
 * @module
 */
import { checksumFrost, openCorruptedSet } from "@selectivity-lab/perturb";
import { locateWeights } from "@selectivity-lab/run";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { Assignment } from "./assignment.js";
import type { CorruptionSettings, RobustnessRun } from "./contracts.js";
import { checksumFile, isDone } from "./files.js";
import type { AssessedNetwork } from "./find-networks.js";

/** The evaluations of some networks. */
export interface AssessmentPlan {
  readonly evaluations: readonly Assignment[];
  /** Those whose results for these settings and weights are not there. */
  readonly pending: readonly Assignment[];
}

/** Lists the evaluations of some networks. */
export async function planEvaluations(
  subjects: readonly AssessedNetwork[],
  run: RobustnessRun,
): Promise<AssessmentPlan> {
  const evaluations = subjects.flatMap((subject) => listEvaluations(subject, run));
  const pending: Assignment[] = [];
  for (const evaluation of evaluations) {
    const { home, weights, work } = evaluation;
    if (work.part === "images") continue;
    if (!(await isDone(home, work.part, work.settings, weights))) pending.push(evaluation);
  }
  return { evaluations, pending };
}

function listEvaluations(subject: AssessedNetwork, { corruptions, attacks }: RobustnessRun): Assignment[] {
  const network = { ...subject, weights: checksumFile(locateWeights(subject.network)) };
  return [
    ...(corruptions ? [{ ...network, work: { part: "corruptions" as const, settings: corruptions } }] : []),
    ...(attacks ? [{ ...network, work: { part: "attacks" as const, settings: attacks } }] : []),
  ];
}

/**
 * Lists one piece of work for each corruption that is not in the cache at every severity.
 *
 * @param place.home folder of the evaluation. @param place.frost folder of the frost photographs, if they are used.
 */
export async function listMissingImages(
  all: ImageDataset,
  settings: CorruptionSettings,
  { home, frost: folder }: { readonly home: string; readonly frost?: string | undefined },
): Promise<Assignment[]> {
  const { corruptions, severities, seed, images } = settings;
  const frost = folder === undefined ? undefined : { sha256: await checksumFrost(folder) };
  const labels = all.labels.narrow(0, 0, images);
  const dataset = { ...all, images: all.images.narrow(0, 0, images), labels };
  const isCached = (corruption: string, severity: number) => {
    const tensor = openCorruptedSet(dataset, { corruption, severity, seed, frost });
    tensor?.dispose();
    return tensor !== undefined;
  };
  const missing = corruptions.filter((corruption) => !severities.every((severity) => isCached(corruption, severity)));
  for (const tensor of [dataset.images, labels]) tensor.dispose();
  return missing.map((corruption) => ({
    ...{ label: `${corruption} of ${images} images`, network: "", weights: "", home, source: null },
    work: { part: "images", corruption, settings },
  }));
}
