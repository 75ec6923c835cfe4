/**
 * Winograd's form of convolutions beside libtorch's, by shape and in whole training steps.
 *
 *     OMP_WAIT_POLICY=PASSIVE node benchmarks/convolutions.js --threads 1 [--times 20] [--only shapes|steps] [--json]
 *
 * Both forms run alternately in one process; times are the process's CPU time, so that other processes on the machine disturb them less. A
 * ratio is the median of the ratios of neighbors, with quartiles; above 1, Winograd's form is faster.
 *
 * @module
 */
import { parseArgs } from "node:util";
import {
  crossEntropy,
  Generator,
  kernels,
  noGrad,
  operator,
  randn,
  SGD,
  scope,
  setConvolutions,
  setThreads,
} from "@selectivity-lab/torch";
import { circumstances, load } from "./machine.js";
import { createNetwork } from "./ours/networks.js";
import { spread } from "./statistics.js";

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "1" },
    times: { type: "string", default: "20" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});
const times = Number(values.times);

/** N, C and K, side: the eligible layers of ResNet20, ResNet8 of width 8, and ResNet18 on 64 × 64; and maps that barely fill a tile. */
const SHAPES = [
  [128, 16, 32],
  [128, 32, 16],
  [128, 64, 8],
  [128, 8, 28],
  [128, 16, 14],
  [128, 32, 7],
  [64, 64, 32],
  [64, 128, 16],
  [64, 256, 8],
  [64, 512, 4],
  [64, 512, 2],
  [128, 64, 3],
  [128, 64, 5],
];
const FORMS = ["direct", "winograd"];
const conv2d = operator("aten::conv2d");
const winograd = operator("selectivity::winograd");
const convolve = {
  direct: (x, weight) => conv2d(x, weight, null, 1, 1),
  winograd: (x, weight) => winograd(x, weight),
};

setThreads(Number(values.threads));
const rows = [
  ...(values.only === "steps" ? [] : SHAPES.flatMap(compareShape)),
  ...(values.only === "shapes" ? [] : ["resnet20", "resnet18", "fashion-quick"].map(compareSteps)),
];
if (values.json)
  console.log(
    JSON.stringify({
      ...circumstances(null),
      load: load(),
      kernels: kernels().running,
      threads: Number(values.threads),
      rows,
    }),
  );
else printTable();

function compareShape([N, channels, side]) {
  const layer = `N ${N}, C = K = ${channels}, ${side} × ${side}`;
  return scope(() => {
    const generator = new Generator(1);
    const [x, weight, dy] = [
      [N, channels, side, side],
      [channels, channels, 3, 3],
      [N, channels, side, side],
    ].map((shape) => randn(shape, generator).to({ memoryFormat: "channels_last" }));
    const [ofX, ofWeight] = [x.detach().clone().requireGrad(), weight.detach().clone().requireGrad()];
    const backward = (form, images, filters, by) => () =>
      scope(() => {
        const y = convolve[form](images, filters);
        const time = timeOf(() => y.backward(dy));
        by.clearGrad();
        return time;
      });
    return [
      ["forward", (form) => () => timeOf(() => noGrad(() => scope(() => void convolve[form](x, weight))))],
      ["backward-data", (form) => backward(form, ofX, weight, ofX)],
      ["backward-weights", (form) => backward(form, x, ofWeight, ofWeight)],
    ].map(([pass, of]) => ({ what: layer, pass, ...compare(FORMS.map(of)) }));
  });
}

function compareSteps(network) {
  const steps = FORMS.map((form) => {
    const { model, images, labels } = createNetwork(network);
    setConvolutions(model, form);
    const optimizer = new SGD(model.namedParameters(), { learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 });
    return () =>
      timeOf(() => {
        const loss = scope(() => crossEntropy(model.forward(images), labels));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        loss.dispose();
      });
  });
  return { what: `${network}, a step`, pass: "all", ...compare(steps) };
}

/** Milliseconds of CPU time of the process, all its threads together. */
function timeOf(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Runs both alternately, and first one, then the other first. */
function compare(both) {
  for (const run of both) for (let i = 0; i < 2; i++) run();
  const found = [[], []];
  for (let i = 0; i < times; i++) for (const which of i % 2 ? [1, 0] : [0, 1]) found[which].push(both[which]());
  const ratios = found[0].map((time, i) => time / found[1][i]);
  return { direct: spread(found[0]), winograd: spread(found[1]), ratio: spread(ratios) };
}

function printTable() {
  console.log(
    `| ${values.threads} thread(s), ${kernels().running} | pass | direct, CPU ms | winograd, CPU ms | ratio [quartiles] |`,
  );
  console.log("| --- | --- | ---: | ---: | ---: |");
  for (const { what, pass, direct, winograd, ratio } of rows)
    console.log(
      `| ${what} | ${pass} | ${direct.median.toFixed(2)} | ${winograd.median.toFixed(2)} | ${ratio.median.toFixed(2)} [${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}] |`,
    );
}
