/**
 * A sweep of 1,000 networks, all but one of them finished: the files of ResNet20 after 200 epochs, with made-up numbers.
 *
 *     node benchmarks/ours/large-sweep.js --data FOLDER --out FOLDER
 *
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Random } from "@selectivity-lab/base";
import { completeRecipe, listTrials, runSweep } from "@selectivity-lab/run";

const { values } = parseArgs({ options: { data: { type: "string" }, out: { type: "string" } } });

const ALPHAS = [0, ...[0.1, 0.2, 0.3, 0.4, 0.7, 1, 2, 5, 7, 10, 30, 100].flatMap((strength) => [strength, -strength])];
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
const EPOCHS = 200;
const LAYERS = [
  ["relu", 16],
  ...[16, 32, 64].flatMap((units, stage) =>
    [0, 1, 2].flatMap((block) => [1, 2].map((relu) => [`layer${stage + 1}.${block}.relu${relu}`, units])),
  ),
];

const recipe = completeRecipe(
  { dataset: "fashion-mnist", model: "resnet20", trainImages: 2000, epochs: EPOCHS, alpha: ALPHAS, seed: SEEDS },
  "a benchmark",
);
const folder = values.out;
const nothing = { only: [], stop: new AbortController().signal }; // opens the folder, trains nothing
await runSweep({ name: "large", recipe }, { folder, dataDirs: [values.data], ...nothing });
const random = new Random(0, "benchmark");
for (const trial of listTrials(recipe).slice(0, -1)) {
  const home = path.join(folder, "trials", trial.id);
  mkdirSync(home, { recursive: true });
  write(path.join(home, "trial.json"), trial);
  write(
    path.join(home, "attempts.jsonl"),
    { event: "start", attempt: 1 },
    { event: "end", attempt: 1, reason: "done" },
  );
  write(path.join(home, "metrics.jsonl"), ...Array.from({ length: EPOCHS }, (_, epoch) => epochOf(epoch + 1)));
  write(path.join(home, "result.json"), resultOf(trial));
}

function epochOf(epoch) {
  const names = ["train/loss", "train/accuracy", "val/loss", "val/accuracy", "selectivity/mean"];
  return {
    ...{ epoch, step: 16 * epoch, time: 1_790_000_000 + epoch, attempt: 1 },
    ...Object.fromEntries(
      [...names, ...LAYERS.map(([layer]) => `selectivity/${layer}`)].map((key) => [key, random.uniform()]),
    ),
    "time/imagesPerSecond": 4000,
  };
}

function resultOf({ id, alpha, seed }) {
  const layers = LAYERS.map(([name, units]) => ({
    ...{ name, units, meanSelectivity: random.uniform(), deadUnits: 0 },
    selectivity: Array.from({ length: units }, () => random.uniform()),
    selectedClass: Array.from({ length: units }, () => random.integer(10)),
  }));
  const test = {
    ...{ schema: 1, accuracy: random.uniform(), loss: 0.3, meanSelectivity: random.uniform(), nullSelectivity: 0.02 },
    ...{ splitHalfSelectivity: 0.2, layers, split: "test", images: 10_000 },
  };
  const trained = {
    status: "done",
    cause: null,
    epochs: EPOCHS,
    bestEpoch: EPOCHS,
    parameters: 272_474,
    seconds: 1000,
  };
  return { schema: 1, id, alpha, seed, ...trained, test };
}

/** One JSON document a line. */
function write(file, ...documents) {
  writeFileSync(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(""));
}
