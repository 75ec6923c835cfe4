/**
 * Our training step on a GPU: operator by operator and as a captured CUDA graph, with the knob on and off.
 *
 *     node benchmarks/gpu-day/step.js --network resnet20 --device cuda [--blocks 7] [--steps 20]
 *     node benchmarks/gpu-day/step.js --network resnet20 --device cuda --at-once
 *
 * A time is that of a block of steps, read back once, per step. With `--at-once` it takes captured steps with the knob from the line
 * `go SECONDS` on standard input, and says how many: as many such processes as there are networks share the GPU.
 * On the CPU nothing is captured: the same work runs again at every step.
 * @module
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { CapturedTerm, knobLoss, UnitRecorder } from "@selectivity-lab/selectivity";
import { Captured, canCapture, crossEntropy, keep, SGD, scope, withTF32, zeros } from "@selectivity-lab/torch";
import { createNetwork } from "../ours/networks.js";

const ALPHA = 0.5;
const WARM_UP = 5;

if (process.argv[1] === import.meta.filename) await main();

async function main() {
  const { values } = parseArgs({
    options: {
      network: { type: "string" },
      device: { type: "string" },
      blocks: { type: "string", default: "7" },
      steps: { type: "string", default: "20" },
      "at-once": { type: "boolean", default: false },
    },
  });
  if (values["at-once"]) return await stepUntilTold(values);
  const variants = [];
  for (const precision of values.device === "cpu" ? ["float32"] : ["float32", "tf32"])
    for (const captured of [true, false])
      for (const knob of [true, false]) {
        const step = createStep(values.network, { device: values.device, knob, captured });
        const name = `ours, ${captured ? "captured" : "operator by operator"}, ${precision}${knob ? ", knob" : ""}`;
        variants.push({ name, milliseconds: timeBlocks(step, precision, Number(values.blocks), Number(values.steps)) });
      }
  console.log(JSON.stringify({ variants }));
}

/** Milliseconds per step, of each block. */
function timeBlocks(step, precision, blocks, steps) {
  const take = (count) =>
    withTF32(precision === "tf32", () => {
      for (let i = 0; i < count; i++) step.take();
      return step.read();
    });
  take(WARM_UP);
  return Array.from({ length: blocks }, () => {
    const started = performance.now();
    take(steps);
    return (performance.now() - started) / steps;
  });
}

/** A step of a fresh network: `take` queues it, `read` waits for it and gives the loss. */
export function createStep(network, { device, knob, captured }) {
  const { model, images, labels, classes } = onDevice(createNetwork(network), device);
  const optimizer = new SGD(model.namedParameters(), { learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 });
  const term = new CapturedTerm({ classes });
  const loss = keep(zeros([], { device }));
  const work = () => {
    const recorder = knob ? new UnitRecorder() : undefined;
    const entropy = crossEntropy(model.forward(images, recorder), labels);
    const whole = recorder ? knobLoss(entropy, term.compute(recorder.means, labels), ALPHA) : entropy;
    optimizer.zeroGrad();
    whole.backward();
    optimizer.step();
    loss.copy_(whole.detach());
  };
  const graph = captured && canCapture(device) ? new Captured(device, work) : { run: () => scope(work) };
  return { model, take: () => graph.run(), read: () => loss.item() };
}

/** The network and its batch, moved. */
export function onDevice({ model, images, labels, ...rest }, device) {
  const memoryFormat = "channels_last";
  return {
    ...rest,
    model: model.to({ device, memoryFormat }),
    images: keep(images.to({ device, memoryFormat })),
    labels: keep(labels.to({ device })),
  };
}

async function stepUntilTold({ network, device }) {
  const step = createStep(network, { device, knob: true, captured: true });
  for (let i = 0; i < WARM_UP; i++) step.take();
  step.read();
  console.log("ready");
  const [seconds] = await new Promise((resolve) =>
    createInterface({ input: process.stdin }).once("line", (line) => resolve([Number(line.split(" ")[1])])),
  );
  const started = performance.now();
  let steps = 0;
  while (performance.now() - started < 1000 * seconds) {
    for (let i = 0; i < 16; i++, steps++) step.take();
    step.read();
  }
  console.log(JSON.stringify({ steps, seconds: (performance.now() - started) / 1000 }));
  process.exit();
}
