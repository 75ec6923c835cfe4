/**
 * The worker program of robustness evaluations: does the pieces of work that it receives, and keeps the test images between them.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import {
  type Checkpoint,
  isSameContent,
  type JobEnd,
  type JobHost,
  KeptData,
  loadPlugins,
  readCheckpoint,
  readWorkerSetting,
  requireFit,
  serveJobs,
  workUnderLease,
} from "@selectivity-lab/run";
import { setThreads } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { RobustnessError } from "../error.js";
import { assessAttacks } from "./assess-attacks.js";
import { assessCorruptions } from "./assess-corruptions.js";
import { type AssessmentNews, type AssessmentWorkerSetting, isAnswered, locateJob } from "./assessment-job.js";
import type { Assignment, EvaluationWork, ImageWork } from "./assignment.js";
import { loadCorruptedImages } from "./corrupted-images.js";
import type { AssessmentHost } from "./host.js";
import { freeImages, loadTestImages } from "./test-images.js";

const setting = readWorkerSetting<AssessmentWorkerSetting>();
const { threads, device, dataDirs, published, frost } = setting;
const kept = new KeptData<ImageDataset>(freeImages);

setThreads(threads);
serveJobs<Assignment, AssessmentNews>({ work: assess });

/** Does a piece of work unless another process has done it meanwhile; then nothing but the result is left of it. */
async function assess(assignment: Assignment, host: JobHost<AssessmentNews>): Promise<JobEnd> {
  await loadPlugins(setting.plugins);
  const place = locateJob(assignment);
  const onStep = (done: number, of: number) => host.report({ type: "step", done, of });
  const notify = (line: string) => host.report({ type: "note", line });
  let numbers: JobEnd["numbers"];
  const end = await workUnderLease(place, host, async (stop) => {
    const own: AssessmentHost = { published, frost, dataDirs, stop, onStep, notify };
    if (isAnswered(assignment)) return true;
    const { work } = assignment;
    if (work.part === "images") return prepareImages(work, own);
    numbers = await evaluateNetwork(assignment, work, own);
    return numbers !== undefined;
  });
  if (end.status === "done") rmSync(place.folder, { recursive: true, force: true });
  return numbers ? { ...end, numbers } : end;
}

/** Corrupts the images in one way, at all severities, into the cache. */
async function prepareImages({ settings, corruption }: ImageWork, host: AssessmentHost): Promise<boolean> {
  const dataset = await provideImages(settings, "cpu");
  const { severities, seed } = settings;
  for (const [index, severity] of severities.entries()) {
    if (host.stop.aborted) return false;
    const made = await loadCorruptedImages(dataset, { corruption, severity, seed }, host);
    for (const tensor of Object.values(made)) tensor.dispose();
    host.onStep(index + 1, severities.length);
    await setImmediate(); // lets a stop be heard
  }
  return true;
}

/** @returns what came out, for progress; `undefined` when it was stopped before its end. */
async function evaluateNetwork(
  { network, home, source }: Assignment,
  work: EvaluationWork,
  host: AssessmentHost,
): Promise<JobEnd["numbers"]> {
  const checkpoint = openNetwork(network);
  const origin = source === null || work.part !== "attacks" ? undefined : openNetwork(source);
  try {
    const dataset = await provideImages(work.settings, device);
    requireFit(checkpoint, dataset);
    if (work.part === "attacks") {
      const result = await assessAttacks(checkpoint, origin, dataset, work.settings, home, host);
      if (!result) return undefined;
      const { clean, metrics, seconds } = result;
      return { clean: clean.accuracy, "area under attack": metrics.areaUnderCurve, seconds };
    }
    const result = await assessCorruptions(checkpoint, dataset, work.settings, home, host);
    if (!result) return undefined;
    const { clean, metrics, seconds } = result;
    return { clean: clean.accuracy, corrupted: metrics.meanCorruptedAccuracyOfAll, seconds };
  } finally {
    for (const read of [checkpoint, origin])
      for (const tensor of read?.network.stateDict().values() ?? []) tensor.dispose();
  }
}

function openNetwork(where: string): Checkpoint {
  const checkpoint = readCheckpoint(where);
  checkpoint.network.to({ device });
  return checkpoint;
}

type Images = Pick<
  ImageWork["settings"],
  "dataset" | "images" | "imageSize" | "transform" | "damagedImages" | "classOrder" | "data"
>;

function provideImages(
  { dataset: name, images, imageSize, transform, damagedImages, classOrder, data }: Images,
  device: string,
): Promise<ImageDataset> {
  const key = `${images} of ${name} at ${imageSize}, ${JSON.stringify(transform)}, ${damagedImages}, ${classOrder}, on ${device}`;
  return kept.load(key, async () => {
    const loaded = await loadTestImages(name, images, {
      dataDirs,
      imageSize,
      transform,
      damagedImages,
      classOrder,
      device,
    });
    if (isSameContent(data, loaded.sha256)) return loaded;
    freeImages(loaded);
    throw new RobustnessError({
      code: "data-changed",
      problem: `the test images of ${name} have changed since this evaluation began`,
      remedy: "run the command again",
      path: name,
    });
  });
}
