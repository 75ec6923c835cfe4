/**
 * Our evaluation: ResNet20's accuracy, loss and class selectivity over 10,000 images of random bytes.
 *
 *     node benchmarks/ours/evaluate.js --threads 2
 *
 * @module
 */
import { parseArgs } from "node:util";
import { evaluate } from "@selectivity-lab/run";
import { fromBytes, scope, setThreads, tensor } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { timed } from "./timed.js";

const { values } = parseArgs({ options: { threads: { type: "string" } } });

const SHAPE = [3, 32, 32];

setThreads(Number(values.threads));
const { model, classes } = createNetwork("resnet20");
const dataset = noise(10_000);
const accuracyOn = async (images) => {
  const tally = await evaluate(model, images, "all");
  return scope(() => tally.result().accuracy);
};
await accuracyOn(noise(1000)); // to warm up
await timed(() => accuracyOn(dataset), { warmUp: 0, times: 2 });

/** Images that show nothing, of every class alike. */
function noise(images) {
  const bytes = new Uint8Array(images * SHAPE.reduce((product, size) => product * size));
  for (let i = 0, state = 1; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    bytes[i] = state >>> 24;
  }
  return {
    images: fromBytes(bytes, { shape: [images, ...SHAPE], dtype: "uint8" }),
    labels: tensor(
      Array.from({ length: images }, (_, image) => image % classes),
      { dtype: "int64" },
    ),
    classes: Array.from({ length: classes }, String),
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  };
}
