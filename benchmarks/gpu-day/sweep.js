/**
 * A real sweep of ResNet20 on images of CIFAR-10's shape that are made up: as many networks as fit a time.
 *
 *     node benchmarks/gpu-day/sweep.js --device cuda --seconds 180 [--images 50000] [--epochs 2]
 *
 * Prints `{ trained, seconds, workers, secondsPerNetwork, epochs, images, precision }`. A network is trained, validated, and tested with ten permutations of the labels, and its
 * weights, checkpoints and results are written, as in any sweep.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { completeRecipe, runSweep } from "@selectivity-lab/run";
import { fromBytes, scope, writeNpy } from "@selectivity-lab/torch";

const { values } = parseArgs({
  options: {
    device: { type: "string" },
    seconds: { type: "string", default: "180" },
    images: { type: "string", default: "50000" },
    epochs: { type: "string", default: "2" },
  },
});

const ALPHAS = [-2, -1, 0, 0.5, 1, 2];
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

const home = mkdtempSync(path.join(tmpdir(), "gpu-day-"));
process.env.XDG_CACHE_HOME = path.join(home, "cache");
try {
  const dataset = path.join(home, "images");
  mkdirSync(dataset);
  writeSplit(dataset, "train", Number(values.images));
  writeSplit(dataset, "test", Number(values.images) / 5);
  console.log(JSON.stringify(await train(dataset)));
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

async function train(dataset) {
  const stop = new AbortController();
  const recipe = completeRecipe(
    {
      ...{
        dataset,
        model: "resnet20",
        epochs: Number(values.epochs),
        alpha: ALPHAS,
        seed: SEEDS,
        device: values.device,
      },
      ...{ learningRate: 0.1, schedule: "one-cycle", validationImages: Math.round(Number(values.images) / 10) },
    },
    "gpu-day",
  );
  const started = performance.now();
  const ends = [];
  let workers = 0;
  const timer = setTimeout(() => stop.abort(), 1000 * Number(values.seconds));
  const table = await runSweep(
    { name: "gpu-day", recipe },
    {
      folder: path.join(home, "sweep"),
      stop: stop.signal,
      onPlan: (plan) => {
        workers = plan.workers;
      },
      onEvent: (event) => {
        if (event.type !== "end") return;
        if (event.end.status === "done") ends.push((performance.now() - started) / 1000);
        else if (!stop.signal.aborted) console.error(`a network ended as ${event.end.status}: ${event.end.cause}`);
      },
    },
  );
  clearTimeout(timer);
  const done = table.rows.filter(({ state }) => state === "done");
  const seconds = ends.at(-1) ?? 0;
  return {
    ...{ trained: done.length, seconds, workers, secondsPerNetwork: ends.length > 0 ? seconds / ends.length : null },
    ...{ epochs: recipe.epochs, images: Number(values.images), precision: recipe.precision },
  };
}

/** Noise around a picture of the class: networks learn it, and batch norm sees no constant. */
function writeSplit(folder, split, count) {
  const size = 3 * 32 * 32;
  const [images, labels] = [new Uint8Array(count * size), new Uint8Array(count)];
  let state = split === "train" ? 1 : 2;
  for (let image = 0; image < count; image++) {
    labels[image] = image % 10;
    for (let i = 0; i < size; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
      images[image * size + i] = 96 + 40 * Math.sin((i * (1 + labels[image])) / 97) + (state >>> 25);
    }
  }
  scope(() => {
    const write = (name, bytes, shape) =>
      writeNpy(path.join(folder, `${split}_${name}.npy`), fromBytes(bytes, { dtype: "uint8", shape }));
    write("images", images, [count, 3, 32, 32]);
    write("labels", labels, [count]);
  });
}
