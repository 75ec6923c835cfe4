/**
 * Our PGD-20, as the lab attacks: random start, the worst point of all iterates kept, every image attacked to the end.
 *
 *     node benchmarks/ours/pgd.js --network resnet20 --threads 2 [--times 3] [--warm-up 1]
 *
 * @module
 */
import { parseArgs } from "node:util";
import { attack, createAttackedModel } from "@selectivity-lab/perturb";
import { scope, setThreads } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { timed } from "./timed.js";

const { values } = parseArgs({
  options: {
    network: { type: "string" },
    threads: { type: "string" },
    times: { type: "string", default: "3" },
    "warm-up": { type: "string", default: "1" },
  },
});

setThreads(Number(values.threads));
const { model, images: numbers, labels, classes } = createNetwork(values.network);
const images = scope(() => numbers.sigmoid()); // in 0..1
const [count, channels] = images.shape;
const every = (value) => Array.from({ length: channels }, () => value);
const attacked = createAttackedModel(model, { mean: every(0.5), std: every(0.25), classes });
const options = {
  attack: "pgd",
  norm: "linf",
  epsilon: 8 / 255,
  steps: 20,
  seed: 0,
  indices: Int32Array.from({ length: count }, (_, index) => index),
  stopWhenBroken: false,
};

await timed(() => scope(() => void attack(attacked, { images, labels }, options)), {
  warmUp: Number(values["warm-up"]),
  times: Number(values.times),
});
