/**
 * Our training step, as the lab takes it.
 *
 *     node benchmarks/ours/step.js --network resnet20 --threads 2 [--knob] [--times 10] [--warm-up 5]
 *
 * @module
 */
import { parseArgs } from "node:util";
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { crossEntropy, SGD, scope, setThreads } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { timed } from "./timed.js";

const { values } = parseArgs({
  options: {
    network: { type: "string" },
    threads: { type: "string" },
    knob: { type: "boolean", default: false },
    times: { type: "string", default: "10" },
    "warm-up": { type: "string", default: "5" },
  },
});

const ALPHA = 0.5;

setThreads(Number(values.threads));
const { model, images, labels, classes } = createNetwork(values.network);
const optimizer = new SGD(model.namedParameters(), { learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 });
await timed(step, { warmUp: Number(values["warm-up"]), times: Number(values.times) });

function step() {
  const loss = scope(values.knob ? lossWithKnob : () => crossEntropy(model.forward(images), labels));
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  const number = loss.item();
  loss.dispose();
  return number;
}

function lossWithKnob() {
  const recorder = new UnitRecorder();
  const entropy = crossEntropy(model.forward(images, recorder), labels);
  const { selectivity } = selectivityTerm(recorder.means, labels, { classes });
  return knobLoss(entropy, selectivity, ALPHA);
}
