/**
 * Our side of the benchmark: a training step of ResNet20, or its convolutions alone (`floor`).
 *
 *     node benchmarks/ours/step.js VARIANT KNOB THREADS STEPS      VARIANT: fused, composite, floor
 *
 * Prints one JSON document: the engine, and the milliseconds of every step after five to warm up.
 * @module
 */
import { Generator, libtorch, noGrad, operator, randn, scope, setThreads } from "../../packages/torch/dist/index.js";
import { BATCH, CONVOLUTIONS, channelsLast, makeStep } from "./resnet20.js";

const [variant, knob, threads, steps] = process.argv.slice(2);
setThreads(Number(threads));
const started = performance.now();
const step = variant === "floor" ? makeFloor() : makeStep({ knob: knob === "1", fused: variant === "fused" });

const WARM_UP = 5;
const milliseconds = [];
let firstStepSeconds = 0;
for (let i = 0; i < WARM_UP + Number(steps); i++) {
  const begin = performance.now();
  step();
  milliseconds.push(performance.now() - begin);
  if (i === 0) firstStepSeconds = (performance.now() - started) / 1000;
}
console.log(
  JSON.stringify({
    engine: `libtorch ${libtorch().version}`,
    firstStepSeconds,
    milliseconds: milliseconds.slice(WARM_UP),
  }),
);

/** The same convolutions, forward and both gradients (the images want none), without anything between. */
function makeFloor() {
  const convolution = operator("aten::convolution");
  const backward = operator("aten::convolution_backward");
  const generator = new Generator(0);
  const runs = CONVOLUTIONS.map(([from, to, stride, size]) => {
    const map = (channels, width) => channelsLast(randn([BATCH, channels, width, width], generator));
    const [x, gradient] = [map(from, size), map(to, size / stride)];
    const weight = channelsLast(randn([to, from, 3, 3], generator));
    const place = [[stride, stride], [1, 1], [1, 1], false, [0, 0], 1];
    return () => {
      convolution(x, weight, null, ...place);
      backward(gradient, x, weight, null, ...place, [from !== 3, true, false]);
    };
  });
  return () =>
    noGrad(() => {
      for (const run of runs) scope(run);
    });
}
