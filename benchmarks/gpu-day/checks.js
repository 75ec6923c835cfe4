/**
 * What must hold on a GPU, checked without a test runner: the device computes what the CPU computes, TF32 is off outside of
 * training steps, a captured step trains as an eager one does, nothing is left behind.
 *
 *     node benchmarks/gpu-day/checks.js --device cuda
 *
 * Prints `{ "checks": [{ "name", "value", "bound", "ok" }] }`; exits with 1 where one fails.
 * @module
 */
import { parseArgs } from "node:util";
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import {
  autocast,
  canCapture,
  crossEntropy,
  cudaDevices,
  Generator,
  isTF32Allowed,
  keep,
  liveTensors,
  noGrad,
  operator,
  randn,
  requireDevice,
  scope,
  withTF32,
} from "@selectivity-lab/torch";
import { createNetwork } from "../ours/networks.js";
import { createStep } from "./step.js";

const { values } = parseArgs({ options: { device: { type: "string" } } });
const { device } = values;
const onGpu = device !== "cpu";
const checks = [];

requireDevice(device);
if (onGpu) {
  atLeast("GPUs that libtorch finds", cudaDevices().length, 1);
  atLeast("steps can be captured (1: yes)", Number(canCapture(device)), 1);
}
checkPrecision();
checkNetwork("float64", 1e-9, 1e-9);
checkNetwork("float32", 1e-4, 2e-2); // gradients: rectifiers near 0 flip, each by a whole activation
checkCapture();
checkAutocast();
checkLeaks();
console.log(JSON.stringify({ checks }));
process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1;

function atMost(name, value, bound) {
  checks.push({ name, value, bound: `≤ ${bound}`, ok: value <= bound });
}

function atLeast(name, value, bound) {
  checks.push({ name, value, bound: `≥ ${bound}`, ok: value >= bound });
}

/** TF32 keeps 10 bits of mantissa: errors near 1e-3, where float32 has 1e-6. */
function checkPrecision() {
  const product = (place) =>
    randn([512, 512], new Generator(1))
      .to(place)
      .matmul(randn([512, 512], new Generator(2)).to(place));
  const convolution = (place) =>
    operator("aten::conv2d")(
      randn([8, 64, 16, 16], new Generator(3)).to(place),
      randn([64, 64, 3, 3], new Generator(4)).to(place),
      ...[null, [1, 1], [1, 1], [1, 1], 1],
    );
  for (const [what, work] of Object.entries({ "matrix product": product, convolution })) {
    const error = () => scope(() => relativeError(work({ device }), work({ dtype: "float64" })));
    atMost(`${what}: error outside of training steps, where TF32 is off`, error(), 1e-5);
    if (onGpu) atLeast(`${what}: error where TF32 is allowed`, withTF32(true, error), 5e-5);
    atMost(`${what}: error afterwards`, error(), 1e-5);
  }
  atMost("TF32 is allowed outside of training steps (0: no)", Number(isTF32Allowed()), 0);
}

/** One forward and backward pass of ResNet20 with the knob, on the device and on the CPU. */
function checkNetwork(dtype, lossBound, gradientBound) {
  const [here, there] = [device, "cpu"].map((place) => passThrough(place, dtype));
  atMost(
    `ResNet20, ${dtype}: loss with the knob against the CPU`,
    Math.abs(here.loss - there.loss) / Math.abs(there.loss),
    lossBound,
  );
  const worst = Math.max(...here.gradients.map((gradient, i) => relativeError(gradient, there.gradients[i])));
  atMost(`ResNet20, ${dtype}: gradients against the CPU, worst tensor`, worst, gradientBound);
}

function passThrough(place, dtype) {
  const { model, images, labels, classes } = createNetwork("resnet20");
  model.to({ device: place, dtype, memoryFormat: "channels_last" });
  const loss = scope(() => {
    const recorder = new UnitRecorder();
    const answers = labels.to({ device: place });
    const entropy = crossEntropy(model.forward(images.to({ device: place, dtype }), recorder), answers);
    return knobLoss(entropy, selectivityTerm(recorder.means, answers, { classes }).selectivity, 0.5);
  });
  loss.backward();
  const gradients = [...model.namedParameters().values()].map(({ grad }) =>
    keep(grad.to({ device: "cpu", dtype: "float64" })),
  );
  return { loss: loss.item(), gradients };
}

/** Ten steps with the knob; the first four of a capture are its warm-up and its recording. */
function checkCapture() {
  const losses = (captured) => {
    const step = createStep("fashion-quick", { device, knob: true, captured });
    return Array.from({ length: 10 }, () => {
      step.take();
      return step.read();
    });
  };
  const [captured, eager] = [losses(true), losses(false)];
  const worst = Math.max(...captured.map((loss, i) => Math.abs(loss - eager[i]) / Math.abs(eager[i])));
  atMost("ten captured steps against ten eager ones: worst relative difference of the loss", worst, 1e-3);
}

/** bfloat16 keeps 8 bits: a loss near ln 10 moves in its third digit. */
function checkAutocast() {
  const { model, images, labels } = createNetwork("resnet20");
  model.to({ device, memoryFormat: "channels_last" });
  const loss = (forward) =>
    noGrad(() =>
      scope(() =>
        crossEntropy(
          forward(() => model.forward(images.to({ device }))).to({ dtype: "float32" }),
          labels.to({ device }),
        ).item(),
      ),
    );
  const [half, single] = [loss((work) => autocast(device, work)), loss((work) => work())];
  atMost("bfloat16: loss against float32", Math.abs(half - single) / single, 0.02);
}

function checkLeaks() {
  const step = createStep("fashion-quick", { device, knob: true, captured: false });
  for (let i = 0; i < 3; i++) step.take();
  const before = liveTensors();
  for (let i = 0; i < 5; i++) step.take();
  atMost("tensors left behind by five steps", liveTensors() - before, 0);
}

/** Norm of the difference ÷ norm of the expected values. */
function relativeError(actual, expected) {
  return scope(() => {
    const exact = expected.to({ device: "cpu", dtype: "float64" });
    const difference = actual.to({ device: "cpu", dtype: "float64" }).sub(exact);
    return Math.sqrt(difference.mul(difference).sum().item() / exact.mul(exact).sum().item());
  });
}
