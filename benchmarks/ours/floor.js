/**
 * The floor under a training step: its convolutions alone, forward and both gradients, with nothing between them.
 *
 *     node benchmarks/ours/floor.js --network resnet20 --threads 2 [--times 10] [--warm-up 5]
 *
 * @module
 */
import { parseArgs } from "node:util";
import { Conv2d, Generator, noGrad, randn, scope, setThreads } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { timed } from "./timed.js";

const { values } = parseArgs({
  options: {
    network: { type: "string" },
    threads: { type: "string" },
    times: { type: "string", default: "10" },
    "warm-up": { type: "string", default: "5" },
  },
});

setThreads(Number(values.threads));
const convolutions = convolutionsOf(createNetwork(values.network));
await timed(
  () => {
    for (const run of convolutions) run();
  },
  { warmUp: Number(values["warm-up"]), times: Number(values.times) },
);

/** Each convolution that a forward pass meets, on maps of its own; the images, which the first one reads, want no gradient. */
function convolutionsOf({ model, images }) {
  const met = [];
  const { forward } = Conv2d.prototype;
  Conv2d.prototype.forward = function (input) {
    const output = forward.call(this, input);
    met.push({ convolution: this, from: input.shape, to: output.shape });
    return output;
  };
  noGrad(() => scope(() => void model.forward(images)));
  Conv2d.prototype.forward = forward;
  return met.map(({ convolution, from, to }, place) => alone(convolution, map(from, place > 0), map(to)));
}

function alone(convolution, input, gradient) {
  return () => {
    const output = convolution.forward(input);
    output.backward(gradient);
    output.dispose();
    input.clearGrad();
    convolution.weight.clearGrad();
  };
}

function map(shape, wantsGradient = false) {
  return randn(shape, new Generator(0)).to({ memoryFormat: "channels_last" }).requireGrad(wantsGradient);
}
