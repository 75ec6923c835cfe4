/**
 * What the numbers should come to on two cores, and what they come to.
 *
 * Ratios are taken within a round, between runs that followed each other, and their median is given: a machine that others
 * use too slows both sides of a ratio, but not a time beside its target. The ratio of the fastest times, those that nobody
 * disturbed, stands beside it.
 *
 * @module
 */
import { quantile } from "./statistics.js";

const plain = (value) => value.toFixed(2);
const times = (value) => `${plain(value)} ×`;
const above = (ratio) => `${(100 * (ratio - 1)).toFixed(1)}%`;
const milliseconds = (value) => `${Math.round(value)} ms`;
const megabytes = (value) => `${Math.round(value)} MB`;

/** Every target: the workload that decides it, its value there, and on which side of a bound the value should lie. */
const TARGETS = [
  {
    what: "ResNet20 step, knob on: best eager ÷ ours",
    workload: "resnet20-step",
    ...ratio("eager, knob", "ours, knob"),
    atLeast: 1.7,
    unit: times,
  },
  {
    what: "ResNet20 step, knob on: best compiled ÷ ours",
    workload: "resnet20-step",
    ...ratio("compile, knob", "ours, knob"),
    atLeast: 1.1,
    unit: times,
  },
  {
    what: "ResNet18 step at 64 × 64, knob on: best eager ÷ ours",
    workload: "resnet18-step",
    ...ratio("eager, knob", "ours, knob"),
    atLeast: 1.15,
    unit: times,
  },
  {
    what: "ResNet18 step at 64 × 64, knob on: best compiled ÷ ours",
    workload: "resnet18-step",
    ...ratio("compile, knob", "ours, knob"),
    atLeast: 1,
    unit: times,
  },
  {
    what: "single-unit ablation of ResNet20: best eager ÷ ours",
    workload: "ablation",
    ...ratio("eager", "ours"),
    atLeast: 5,
    unit: times,
  },
  {
    what: "cost of the knob: ResNet20 step, on over off",
    workload: "resnet20-step",
    ...ratio("ours, knob", "ours"),
    atMost: 1.03,
    unit: above,
  },
  {
    what: "convolutions alone ÷ our ResNet20 step, knob on",
    workload: "resnet20-step",
    ...ratio("floor", "ours, knob"),
    atLeast: 0.65,
    unit: plain,
  },
  {
    what: "sweep of 8 trials: best eager in parallel processes, one thread each, ÷ ours",
    workload: "sweep",
    ...ratio("eager, in parallel", "ours"),
    atLeast: 1.6,
    unit: times,
  },
  {
    what: "sweep of 8 trials: best eager, one after another, ÷ ours",
    workload: "sweep",
    ...ratio("eager, one after another", "ours"),
    atLeast: 2.5,
    unit: times,
  },
  {
    what: "PGD-20 on ResNet20: best eager ÷ ours",
    workload: "pgd",
    ...ratio("eager", "ours"),
    atLeast: 1,
    unit: times,
  },
  {
    what: "corrupting 10,000 images, 19 × 5",
    workload: "corruptions",
    value: ({ variants }) => best(variants, "ours").median / 1000,
    atMost: 60,
    unit: (seconds) => `${seconds.toFixed(1)} s`,
  },
  {
    what: "the five slowest corruptions: Python ÷ ours",
    workload: "slow-corruptions",
    ...ratio("Python", "ours"),
    atLeast: 20,
    unit: times,
  },
  {
    what: "`selectivity status`, 1,000 networks",
    workload: "large-sweep",
    value: ({ variants }) => best(variants, "status").median,
    atMost: 1000,
    unit: milliseconds,
  },
  {
    what: "`selectivity report`, 1,000 networks",
    workload: "large-sweep",
    value: ({ variants }) => best(variants, "report").median,
    atMost: 10_000,
    unit: milliseconds,
  },
  {
    what: "`selectivity sweep` with 999 of 1,000 networks finished, to the first step",
    workload: "large-sweep",
    value: ({ variants }) => best(variants, "start").median,
    atMost: 2000,
    unit: milliseconds,
  },
  {
    what: "`selectivity --help`",
    workload: "start-up",
    value: ({ variants }) => best(variants, "help").median,
    atMost: 150,
    unit: milliseconds,
  },
  {
    what: "memory of a worker in fashion-quick, shared pages divided among those that share them",
    workload: "sweep",
    value: ({ variants }) => best(variants, "ours").proportional,
    atMost: 300,
    unit: megabytes,
  },
];

/** Each target, with its value in words; null where its workload, or the peer in it, was not measured. */
export function judge(results) {
  return TARGETS.map(({ what, workload, value: find, calm: findCalm, atLeast, atMost, unit }) => {
    const value = results[workload] && find(results[workload]);
    const calm = value === undefined ? undefined : findCalm?.(results[workload]);
    const bound = atLeast ?? atMost;
    const holds = [value, calm ?? value].map((one) => (atLeast === undefined ? one <= bound : one >= bound));
    return {
      what,
      target: `${atLeast === undefined ? "≤" : "≥"} ${unit(bound)}`,
      value: value === undefined ? null : unit(value),
      calm: calm === undefined ? null : unit(calm),
      verdict: value === undefined ? "" : holds[0] !== holds[1] ? "unsure" : holds[0] ? "reached" : "**not reached**",
    };
  });
}

/** The time of the best of one group ÷ that of another's: `value` is the median over rounds, `calm` from the fastest times. */
function ratio(above, below) {
  return {
    value: ({ variants }) => {
      const [a, b] = [best(variants, above), best(variants, below)];
      if (!a || !b) return undefined;
      const ratios = a.runs.map((run, round) => run.milliseconds / b.runs[round].milliseconds);
      return quantile(ratios, 0.5);
    },
    calm: ({ variants }) => best(variants, above, "fastest").fastest / best(variants, below, "fastest").fastest,
  };
}

/** The variant of a group that is best by one of its numbers. */
function best(variants, group, by = "median") {
  return variants.filter((variant) => variant.group === group).sort((a, b) => a[by] - b[by])[0];
}
