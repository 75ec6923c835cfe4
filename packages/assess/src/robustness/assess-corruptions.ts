/**
 * One network on corrupted images: accuracy and loss at every corruption and severity, and each image's bit.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { writeJsonAtomically } from "@selectivity-lab/base";
import { type Checkpoint, classify, createNetworkClassifier, type Scores, versions } from "@selectivity-lab/run";
import { fromBytes, scope, writeSafetensors } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { refuseNonFinite } from "../measure/refuse-non-finite.js";
import type { CorruptionAssessment, CorruptionSettings } from "./contracts.js";
import { loadCorruptedImages } from "./corrupted-images.js";
import { computeCorruptionMetrics, defineCorruptionMetrics } from "./corruption-metrics.js";
import { checksumFile, hashSettings, locatePartFiles } from "./files.js";
import type { AssessmentHost } from "./host.js";

/**
 * Measures a network and writes what came out.
 *
 * @param dataset the images as they are; their pixels are normalised as the network was taught to see them.
 * @param home the network's robustness folder, which must exist.
 * @returns `undefined` when it was stopped before its end; nothing is written then.
 */
export async function assessCorruptions(
  checkpoint: Checkpoint,
  dataset: ImageDataset,
  settings: CorruptionSettings,
  home: string,
  host: AssessmentHost,
): Promise<CorruptionAssessment | undefined> {
  const started = performance.now();
  const { corruptions, severities } = settings;
  const { network, mean, std } = checkpoint; // the images as this network was taught to see them
  const classifier = refuseNonFinite(checkpoint.file, createNetworkClassifier(network));
  const clean = await classify(classifier, { ...dataset, mean, std });
  const cells: (Scores & { corruption: string; severity: number })[] = [];
  for (const corruption of corruptions)
    for (const severity of severities) {
      if (host.stop.aborted) return undefined;
      const corrupted = await loadCorruptedImages(dataset, { corruption, severity, seed: settings.seed }, host);
      cells.push({ corruption, severity, ...(await classify(classifier, { ...dataset, ...corrupted, mean, std })) });
      for (const tensor of Object.values(corrupted)) tensor.dispose();
      host.onStep(cells.length, corruptions.length * severities.length);
      await setImmediate(); // lets a stop be heard
    }
  const bare = cells.map(({ corruption, severity, accuracy, loss }) => ({ corruption, severity, accuracy, loss }));
  const result: CorruptionAssessment = {
    schema: 1,
    key: hashSettings(settings),
    settings,
    weights: checksumFile(checkpoint.file),
    clean: { accuracy: clean.accuracy, loss: clean.loss },
    cells: bare,
    metrics: computeCorruptionMetrics(clean.accuracy, bare),
    definitions: defineCorruptionMetrics(settings),
    versions: versions(),
    seconds: (performance.now() - started) / 1000,
  };
  const { document, bits } = locatePartFiles(home, "corruptions", result.key);
  writeBits(bits, clean, cells, settings);
  writeJsonAtomically(document, result);
  return result;
}

function writeBits(
  file: string,
  clean: Scores,
  cells: readonly (Scores & { corruption: string })[],
  settings: CorruptionSettings,
): void {
  const { corruptions, severities, images } = settings;
  const rowsOf = (corruption: string) =>
    Buffer.concat(cells.filter((cell) => cell.corruption === corruption).map(({ correct }) => correct));
  scope(() =>
    writeSafetensors(
      file,
      new Map([
        ["correct/clean", fromBytes(clean.correct, { dtype: "uint8", shape: [images] })],
        ...corruptions.map(
          (corruption) =>
            [
              `correct/${corruption}`,
              fromBytes(rowsOf(corruption), { dtype: "uint8", shape: [severities.length, images] }),
            ] as const,
        ),
      ]),
      { settings: JSON.stringify(settings) },
    ),
  );
}
