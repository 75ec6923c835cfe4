/**
 * Our evaluation: ResNet20's accuracy, loss and class selectivity over 10,000 images of random bytes.
 *
 *     node benchmarks/ours/evaluate.js --threads 2
 *
 * @module
 */
import { parseArgs } from "node:util";
import { evaluate } from "@selectivity-lab/run";
import { scope, setThreads } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { createNoise } from "./noise.js";
import { timed } from "./timed.js";

const { values } = parseArgs({ options: { threads: { type: "string" } } });

setThreads(Number(values.threads));
const { model, classes } = createNetwork("resnet20");
const dataset = createNoise(10_000, classes);
const accuracyOn = async (images) => {
  const tally = await evaluate(model, images, "all");
  return scope(() => tally.result().accuracy);
};
await accuracyOn(createNoise(1000, classes)); // to warm up
await timed(() => accuracyOn(dataset), { warmUp: 0, times: 2 });
