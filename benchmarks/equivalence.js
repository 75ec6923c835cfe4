/**
 * The equivalence study: are networks trained with Winograd's form of convolutions as accurate and as selective as with libtorch's?
 *
 *     node benchmarks/equivalence.js fashion-quick --seeds 40 --data DIR [--out FOLDER] [key=value…]
 *     node benchmarks/equivalence.js cifar10-resnet20-mini --seeds 16 --data DIR
 *
 * Pairs share a seed: initial weights, split, order and augmentation. Both forms round differently, so the two of a pair part within steps, and
 * their difference is noise of training. Equivalent: two one-sided t tests (TOST, 0.05) of the paired differences of test accuracy against ± 1
 * point and of mean selectivity against ± 0.01, both fixed before the first network.
 *
 * The direct networks are trained first. The spread of their seeds gives the power beforehand: independent networks would differ by √2
 * times it, and pairs, which share a seed, by no more. Trials are read back where they are done: the command continues after a stop.
 * Writes FOLDER/equivalence.json, prints a table for docs/winograd.md.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createTrial, loadRecipe, parseOverrides, trainTrial } from "@selectivity-lab/lab";
import { equivalenceTest, mean, standardDeviation, studentTail } from "@selectivity-lab/statistics";
import { circumstances, load } from "./machine.js";

const MARGINS = { accuracy: 0.01, meanSelectivity: 0.01 };
const LEVEL = 0.05;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "40" },
    data: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
  },
});
const [name = "fashion-quick", ...changes] = positionals;
const out = values.out ?? path.join("runs", `equivalence-${name}`);
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
if (!(seeds.length >= 2)) throw new RangeError(`--seeds ${values.seeds}: expected a whole number, 2 or more`);

const started = performance.now();
const direct = await trainAll("direct");
const power = Object.fromEntries(
  Object.keys(MARGINS).map((measure) => [
    measure,
    powerOf(
      direct.map((row) => row[measure]),
      MARGINS[measure],
    ),
  ]),
);
for (const [measure, { spread, power: chance }] of Object.entries(power))
  console.error(
    `before Winograd: ${measure} of ${seeds.length} seeds has sd ${spread.toFixed(4)}; power at least ${chance.toFixed(3)}`,
  );
const winograd = await trainAll("winograd");
const tests = Object.keys(MARGINS).map((measure) => testOf(measure));
const document = {
  schema: 1,
  ...circumstances(null),
  load: load(),
  recipe: name,
  changes,
  margins: MARGINS,
  minutes: (performance.now() - started) / 60_000,
  power,
  tests,
  pairs: seeds.map((seed, i) => ({ seed, direct: direct[i], winograd: winograd[i] })),
};
const file = path.join(out, "equivalence.json");
writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
printTable();
console.error(`written to ${file}`);

/** Trains one network per seed at alpha 0, one after another. */
async function trainAll(form) {
  const found = [];
  for (const seed of seeds) {
    const { recipe } = loadRecipe(name, { ...parseOverrides(changes), alpha: 0, seed, convolutions: form });
    const trial = createTrial(recipe, 0, seed);
    const result = await trainTrial(trial, {
      folder: path.join(out, "trials", trial.id),
      dataDirs: values.data,
      stop: new AbortController().signal,
    });
    if (result?.status !== "done") throw new Error(`${form}, seed ${seed}: ${result?.cause ?? "stopped"}`);
    const { accuracy, meanSelectivity } = result.test;
    found.push({ accuracy, meanSelectivity, seconds: result.seconds });
    console.error(
      `${form}, seed ${seed}: ${accuracy.toFixed(4)}, selectivity ${meanSelectivity.toFixed(4)}, ${result.seconds.toFixed(1)} s`,
    );
  }
  return found;
}

/** The chance that TOST finds equivalence where there is no difference, if pairs differed as much as networks of different seeds. */
function powerOf(measured, margin) {
  const spread = standardDeviation(measured);
  const reach = margin / ((Math.SQRT2 * spread) / Math.sqrt(seeds.length)) - criticalValue(seeds.length - 1);
  return { spread, power: reach > 0 ? 1 - 2 * studentTail(reach, seeds.length - 1) : 0 };
}

/** The t above which Student's tail is LEVEL. */
function criticalValue(degrees) {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degrees) > LEVEL) low = middle;
    else high = middle;
  }
  return low;
}

function testOf(measure) {
  const differences = seeds.map((_, i) => winograd[i][measure] - direct[i][measure]);
  const of = (rows) => mean(rows.map((row) => row[measure]));
  const margin = MARGINS[measure];
  const { mean: difference, sd, low, high, p, equivalent } = equivalenceTest(differences, { margin, alpha: LEVEL });
  return {
    measure,
    n: seeds.length,
    margin,
    direct: of(direct),
    winograd: of(winograd),
    difference,
    sd,
    low,
    high,
    p,
    equivalent,
  };
}

function printTable() {
  console.log("| recipe | measure | n | direct | winograd | difference [90%] | margin | p | power beforehand | |");
  console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
  for (const test of tests) {
    const [a, b, d, low, high] = [test.direct, test.winograd, test.difference, test.low, test.high].map((value) =>
      value.toFixed(4),
    );
    const words = [
      name,
      test.measure,
      test.n,
      a,
      b,
      `${d} [${low}, ${high}]`,
      `± ${test.margin}`,
      test.p.toPrecision(2),
      power[test.measure].power.toFixed(3),
    ];
    console.log(`| ${words.join(" | ")} | ${test.equivalent ? "equivalent" : "**not shown**"} |`);
  }
}
