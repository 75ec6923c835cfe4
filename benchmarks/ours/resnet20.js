/**
 * ResNet20 on CIFAR-10 shapes in bare operators: what one training step costs, without any of the lab around it.
 *
 * @module
 */
import {
  Buffer,
  cat,
  Generator,
  keep,
  noGrad,
  ones,
  operator,
  Parameter,
  randn,
  scope,
  tensor,
  zeros,
} from "../../packages/torch/dist/index.js";

export const BATCH = 128;
const CLASSES = 10;
const ALPHA = 0.5;

/** Convolutions as [channels in, channels out, stride], block by block; the stem before them. */
const STEM = [3, 16, 1];
const BLOCKS = [
  [16, 16, 1],
  [16, 16, 1],
  [16, 16, 1],
  [16, 32, 2],
  [32, 32, 1],
  [32, 32, 1],
  [32, 64, 2],
  [64, 64, 1],
  [64, 64, 1],
];

/** Every convolution of the network: [channels in, channels out, stride, size of the map it reads]. */
export const CONVOLUTIONS = [
  [...STEM, 32],
  ...BLOCKS.flatMap(([from, to, stride], i) => {
    const size = i < 4 ? 32 : i < 7 ? 16 : 8;
    return [
      [from, to, stride, size],
      [to, to, 1, size / stride],
    ];
  }),
];

const aten = (name) => operator(`aten::${name}`);
const [conv2d, linear, crossEntropy, averagePool, pad] = [
  "conv2d",
  "linear",
  "cross_entropy_loss",
  "avg_pool2d",
  "constant_pad_nd",
].map(aten);
const [multiply, add] = [aten("_foreach_mul_.Scalar"), aten("_foreach_add_.List")];

export const channelsLast = (map) => map.to({ memoryFormat: "channels_last" }).detach();

/** A step of SGD, to be called again and again; `fused: false` takes batch norm, ReLU and means from libtorch. */
export function makeStep({ knob, fused }) {
  const generator = new Generator(0);
  const parameters = [];
  const learned = (values) => parameters[parameters.push(new Parameter(values)) - 1];
  const convolution = ([from, to, stride]) => {
    const weight = learned(channelsLast(randn([to, from, 3, 3], generator).mul(Math.sqrt(2 / (9 * to)))));
    return (x) => conv2d(x, weight, null, stride, 1);
  };
  const bnAct = operator(fused ? "selectivity::bn_act" : "selectivity::bn_act_composite");
  const widths = [];
  const units = (channels) => {
    widths.push(channels);
    const [weight, bias] = [learned(ones([channels])), learned(zeros([channels]))];
    const [mean, variance] = [new Buffer(zeros([channels])), new Buffer(ones([channels]))];
    return (x, means, residual) => {
      const [activation, unitMeans] = bnAct(x, weight, bias, mean, variance, residual, true, 0.1, 1e-5);
      means.push(unitMeans);
      return activation;
    };
  };
  const block = ([from, to, stride]) => {
    const [conv1, units1, conv2, units2] = [
      convolution([from, to, stride]),
      units(to),
      convolution([to, to, 1]),
      units(to),
    ];
    const around = (to - from) / 2;
    // Every second pixel as a pooling of one: its gradient stays in channels_last, that of a slice does not.
    const shortcut = (x) => (stride === 1 ? x : pad(averagePool(x, 1, stride), [0, 0, 0, 0, around, around], 0));
    return (x, means) => units2(conv2(units1(conv1(x), means)), means, shortcut(x));
  };
  const [stem, stemUnits, blocks] = [convolution(STEM), units(16), BLOCKS.map(block)];
  const [fcWeight, fcBias] = [learned(randn([CLASSES, 64], generator).mul(0.1)), learned(zeros([CLASSES]))];

  const images = channelsLast(randn([BATCH, 3, 32, 32], generator));
  const labelsOf = Array.from({ length: BATCH }, (_, i) => (i * 7) % CLASSES);
  const labels = tensor(labelsOf, { dtype: "int64" });
  const selectivity = makeSelectivity(labelsOf, widths);

  const loss = () => {
    const means = [];
    const last = blocks.reduce((x, run) => run(x, means), stemUnits(stem(images), means));
    const error = crossEntropy(linear(last.mean([2, 3]), fcWeight, fcBias), labels);
    return knob ? error.sub(selectivity(means).mul(ALPHA)) : error;
  };
  const momenta = parameters.map((parameter) => keep(noGrad(() => parameter.mul(0))));
  const descend = () => {
    const gradients = parameters.map((parameter) => parameter.grad);
    add(gradients, parameters, 1e-4);
    multiply(momenta, 0.9);
    add(momenta, gradients);
    add(parameters, momenta, -0.05);
    for (const parameter of parameters) parameter.clearGrad();
  };
  return () => {
    const value = scope(loss); // the handles of all intermediates are gone before backward, so that autograd frees as it goes
    value.backward();
    noGrad(() => scope(descend));
    const number = value.item();
    value.dispose();
    return number;
  };
}

/** The mean over layers of the mean index of a layer's units, all layers at once: a dozen small operators, not two hundred. */
function makeSelectivity(labels, widths) {
  const counts = Array.from({ length: CLASSES }, (_, k) => labels.filter((label) => label === k).length);
  const membership = tensor(counts.map((count, k) => labels.map((label) => (label === k ? 1 / count : 0)))); // [K, N]
  const share = tensor(widths.flatMap((width) => Array(width).fill(1 / (width * widths.length)))); // [U of all layers]
  return (means) => {
    const classMeans = membership.matmul(cat(means, 1)); // [K, U of all layers]
    const best = classMeans.amax(0);
    const rest = classMeans
      .sum(0)
      .sub(best)
      .div(CLASSES - 1);
    return best.sub(rest).div(best.add(rest).add(1e-6)).mul(share).sum();
  };
}
