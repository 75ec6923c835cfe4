/**
 * A worker process: assesses the networks it is sent, one part after another, and keeps the test images between them.
 *
 * It leaves the terminal's Ctrl-C to its parent, and ends by itself when the parent is gone.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { type Checkpoint, loadPlugins, readCheckpoint, requireFit } from "@selectivity-lab/run";
import { setThreads } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { assessAttacks } from "./assess-attacks.js";
import { assessCorruptions } from "./assess-corruptions.js";
import { corruptedImages } from "./corrupted-images.js";
import type { Assignment, EvaluationWork, FromWorker, ImageWork, ToWorker } from "./messages.js";
import { freeImages, loadTestImages } from "./test-images.js";
import type { WorkerSetting } from "./worker-pool.js";

const setting = JSON.parse(process.argv[2] ?? "{}") as WorkerSetting;
const { threads, device, dataDirs, published, frost } = setting;
const stop = new AbortController();
let loaded: { key: string; dataset: ImageDataset } | undefined;

setThreads(threads);
process.on("SIGINT", () => {});
process.on("SIGTERM", () => stop.abort());
process.on("disconnect", () => stop.abort());
process.on("message", async (message: ToWorker) => {
  if (message.type === "stop") return stop.abort();
  say(await end(message.assignment));
  if (!process.connected) process.exit();
});

function say(message: FromWorker): void {
  if (process.connected) process.send?.(message, () => {}); // a parent that has just died hears nothing more
}

async function end(assignment: Assignment): Promise<FromWorker> {
  try {
    return { type: "end", status: (await assess(assignment)) ? "done" : "stopped", cause: null };
  } catch (error) {
    return { type: "end", status: "failed", cause: (error as Error).message };
  }
}

async function assess(assignment: Assignment): Promise<boolean> {
  await loadPlugins(setting.plugins);
  return assignment.work.part === "images" ? prepare(assignment.work) : evaluate(assignment, assignment.work);
}

/** Corrupts the images of one corruption, at all severities, into the cache. */
async function prepare({ settings, corruption }: ImageWork): Promise<boolean> {
  const dataset = await imagesOf(settings, "cpu");
  const { severities, seed } = settings;
  for (const [index, severity] of severities.entries()) {
    if (stop.signal.aborted) return false;
    const made = await corruptedImages(dataset, { corruption, severity, seed }, { published, frost, dataDirs });
    for (const tensor of Object.values(made)) tensor.dispose();
    say({ type: "step", done: index + 1, of: severities.length });
    await setImmediate(); // lets a stop be heard
  }
  return true;
}

async function evaluate({ network, home, source }: Assignment, work: EvaluationWork): Promise<boolean> {
  const checkpoint = opened(network);
  const origin = source === null || work.part !== "attacks" ? undefined : opened(source);
  try {
    const dataset = await imagesOf(work.settings, device);
    requireFit(checkpoint, dataset);
    const host = {
      ...{ published, frost, dataDirs, stop: stop.signal },
      onStep: (done: number, of: number) => say({ type: "step", done, of }),
    };
    const result =
      work.part === "attacks"
        ? await assessAttacks(checkpoint, origin, dataset, work.settings, home, host)
        : await assessCorruptions(checkpoint, dataset, work.settings, home, host);
    return result !== undefined;
  } finally {
    for (const read of [checkpoint, origin])
      for (const tensor of read?.network.stateDict().values() ?? []) tensor.dispose();
  }
}

function opened(where: string): Checkpoint {
  const checkpoint = readCheckpoint(where);
  checkpoint.network.to({ device });
  return checkpoint;
}

type Images = Pick<ImageWork["settings"], "dataset" | "images" | "imageSize" | "damagedImages">;

async function imagesOf(
  { dataset: name, images, imageSize, damagedImages }: Images,
  device: string,
): Promise<ImageDataset> {
  const key = `${images} of ${name} at ${imageSize}, ${damagedImages}, on ${device}`;
  if (loaded?.key === key) return loaded.dataset;
  if (loaded) freeImages(loaded.dataset);
  loaded = { key, dataset: await loadTestImages(name, images, { dataDirs, imageSize, damagedImages, device }) };
  return loaded.dataset;
}
