/**
 * The worker program of inspections: inspects the networks that it receives, and keeps images between them.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { LabError } from "@selectivity-lab/base";
import {
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
import { type ImageDataset, loadDataset, moveDataset, type Split } from "@selectivity-lab/vision";
import { hashInspection, locateInspection, writeInspection } from "../inspect/files.js";
import type { InspectedImages } from "../inspect/images.js";
import {
  type InspectionAssignment,
  type InspectionNews,
  type InspectionWorkerSetting,
  isInspected,
  locateInspectionJob,
} from "./inspection-job.js";
import { findInspection } from "./inspections.js";

const setting = readWorkerSetting<InspectionWorkerSetting>();
const { threads, device, dataDirs } = setting;
const kept = new KeptData<ImageDataset>(freeImages);

setThreads(threads);
serveJobs<InspectionAssignment, InspectionNews>({ work });

/** Inspects a network unless another process has done it meanwhile; then nothing but the result is left of the work. */
async function work(assignment: InspectionAssignment, host: JobHost<InspectionNews>): Promise<JobEnd> {
  await loadPlugins(setting.plugins);
  const place = locateInspectionJob(assignment);
  const started = performance.now();
  const end = await workUnderLease(
    place,
    host,
    async (stop) => isInspected(assignment) || inspect(assignment, host, stop),
  );
  if (end.status !== "done") return end;
  rmSync(place.folder, { recursive: true, force: true });
  return { ...end, numbers: { seconds: (performance.now() - started) / 1000 } };
}

/** @returns whether it was done; nothing is written where it was stopped. */
async function inspect(
  { inspection: name, subject, settings }: InspectionAssignment,
  host: JobHost<InspectionNews>,
  stop: AbortSignal,
): Promise<boolean> {
  const started = performance.now();
  const inspection = findInspection(name);
  const checkpoint = readCheckpoint(subject.network);
  checkpoint.network.to({ device });
  try {
    const findings = await inspection.inspect(
      {
        ...{ checkpoint, device, stop },
        onStep: (done, of) => host.report({ type: "step", done, of }),
        async loadImages(split) {
          const dataset = await provideImages(settings.images, split);
          requireFit(checkpoint, dataset);
          const { mean, std } = checkpoint; // the images as this network was taught to see them
          return { ...dataset, mean, std };
        },
      },
      inspection.settingsSchema.parse(settings),
    );
    if (!findings) return false;
    const seconds = (performance.now() - started) / 1000;
    const files = locateInspection(subject.network, inspection, hashInspection(settings));
    writeInspection(files, { settings, weights: subject.weights, seconds }, findings);
    for (const tensor of findings.tensors.values()) tensor.dispose();
    return true;
  } finally {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
  }
}

function provideImages({ dataset: name, imageSize, damagedImages, classOrder, data }: InspectedImages, split: Split) {
  return kept.load(`${split} of ${name} at ${imageSize}, ${damagedImages}, ${classOrder}`, async () => {
    const loaded = await loadDataset(name, split, { dataDirs, imageSize, damagedImages, classOrder });
    if (isSameContent(data, loaded.sha256) || split === "train") return moveDataset(loaded, device);
    freeImages(loaded);
    throw new LabError({
      code: "data-changed",
      problem: `the images of ${name} have changed since this inspection began`,
      remedy: "run the command again",
      path: name,
    });
  });
}

function freeImages({ images, labels }: ImageDataset): void {
  for (const tensor of [images, labels]) tensor.dispose();
}
