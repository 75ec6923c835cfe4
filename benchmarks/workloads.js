/**
 * What is measured: every workload with its variants, ours beside PyTorch's for the same work.
 *
 * A variant belongs to a group, which says what it may be compared with; `command` is what a fresh process runs, in a scratch
 * folder of its own; `prepare` runs once before all of a workload's variants, in a folder that they share.
 *
 * @module
 */
import path from "node:path";

const here = (file) => path.join(import.meta.dirname, file);
const cli = path.join(import.meta.dirname, "../packages/cli/bin/selectivity.js");
const node = process.execPath;

/** Alphas of the sweep: eight, from end to end of the recipe's. */
const ALPHAS = "--alphas=-20,-2,-0.5,0,0.5,1,2,20";

/** The corruptions that take the reference scripts longest. */
const SLOWEST = "glass_blur,motion_blur,zoom_blur,elastic_transform,snow";

/**
 * All workloads by name.
 *
 * @param options.threads of every process, and processes of our sweep.
 * @param options.python interpreter of the peers.
 * @param options.compile measure torch.compile too, which takes most of a minute before its first step.
 * @param options.data folder in which Fashion-MNIST lies as `fashion-mnist/`.
 */
export function workloadsOf({ threads, python, compile, data }) {
  const ours = (name, file, ...args) => ({
    name,
    command: () => [node, here(`ours/${file}.js`), "--threads", threads, ...args],
  });
  const peer = (mode, file, ...args) => ({
    name: `PyTorch ${mode.replace("_", ", ")}`,
    peer: true,
    command: () => [python, here(`peers/${file}.py`), "--variant", mode, "--threads", threads, ...args],
  });
  const formats = (mode) => [mode, `${mode}_channels_last`];
  const modes = compile ? ["eager", "compile"] : ["eager"];

  const steps = (network, times) => {
    const args = ["--network", network, "--times", times];
    const peers = (...more) =>
      modes.flatMap((group) => formats(group).map((mode) => ({ group, ...peer(mode, "step", ...args, ...more) })));
    return [
      { group: "ours, knob", ...ours("ours, knob", "step", ...args, "--knob") },
      { group: "ours", ...ours("ours", "step", ...args) },
      { group: "floor", ...ours("convolutions alone", "floor", ...args) },
      ...peers("--knob").map((variant) => ({
        ...variant,
        name: `${variant.name}, knob`,
        group: `${variant.group}, knob`,
      })),
      ...peers(),
    ];
  };
  const sweepPeers = (how, ...processes) =>
    modes.flatMap((group) =>
      formats(group).map((mode) => {
        const variant = peer(mode, "sweep", "--data", path.join(data, "fashion-mnist"), ALPHAS, ...processes);
        return { ...variant, group: `${group}, ${how}`, name: `${variant.name}, ${how}` };
      }),
    );
  const firstStep = ["--network", "resnet20", "--knob", "--times", "1", "--warm-up", "0"];
  const selectivity = (...words) => ({ name: `selectivity ${words[0]}`, command: () => [node, cli, ...words] });
  const outside = (name, ...command) => ({ name, command: () => command });

  return {
    "resnet20-step": {
      title: "A training step of ResNet20: 128 images of 3 × 32 × 32, forward, backward, SGD",
      clock: "inside",
      variants: steps("resnet20", "10"),
    },
    "resnet18-step": {
      title: "A training step of ResNet18 without max-pool: 64 images of 3 × 64 × 64, 200 classes",
      clock: "inside",
      variants: steps("resnet18", "4"),
    },
    "fashion-quick-step": {
      title: "A training step of fashion-quick's network (ResNet8, width 8): 128 images of 1 × 28 × 28",
      clock: "inside",
      variants: steps("fashion-quick", "30"),
    },
    evaluation: {
      title: "Evaluation of ResNet20 with selectivity (true labels, two halves, ten permutations) over 10,000 images",
      clock: "inside",
      variants: [
        { group: "ours", ...ours("ours", "evaluate") },
        ...formats("eager").map((mode) => ({ group: "eager", ...peer(mode, "evaluate") })),
      ],
    },
    ablation: {
      title: "Every one of ResNet20's 688 units removed alone: damage by class on 100 images of 3 × 32 × 32",
      clock: "inside",
      variants: [
        { group: "ours", ...ours("ours", "ablate", "--images", "100") },
        ...formats("eager").map((mode) => ({ group: "eager", ...peer(mode, "ablate", "--images", "100") })),
      ],
    },
    pgd: {
      title: "PGD-20 on ResNet20: 128 images of 3 × 32 × 32, every image attacked to the end, the worst iterate kept",
      clock: "inside",
      variants: [
        { group: "ours", ...ours("ours", "pgd", "--network", "resnet20") },
        ...modes.flatMap((group) =>
          formats(group).map((mode) => ({ group, ...peer(mode, "pgd", "--network", "resnet20") })),
        ),
      ],
    },
    corruptions: {
      title: "Corrupting 10,000 images of 3 × 32 × 32: all nineteen corruptions at five severities, generation only",
      clock: "inside",
      variants: [{ group: "ours", ...ours("ours", "corrupt") }],
    },
    "slow-corruptions": {
      title:
        "Glass, motion, zoom, elastic and snow at five severities on 200 images of 3 × 32 × 32; Python one image at a time",
      clock: "inside",
      variants: [
        { group: "ours", ...ours("ours", "corrupt", "--images", "200", "--corruptions", SLOWEST, "--warm-up", "1") },
        {
          name: "NumPy, SciPy, scikit-image",
          group: "Python",
          peer: true,
          command: () => [python, here("peers/corrupt.py"), "--images", "200"],
        },
      ],
    },
    sweep: {
      title: "A sweep of 8 trials of fashion-quick, one epoch each, all cores",
      clock: "process",
      variants: [
        {
          name: "selectivity sweep",
          group: "ours",
          command: (scratch) => [
            ...[node, cli, "sweep", "fashion-quick", "epochs=1", ALPHAS, "--seeds", "0", "--jobs", threads],
            ...["--quiet", "--data-dir", data, "--out", path.join(scratch, "sweep")],
          ],
        },
        ...sweepPeers("in parallel", "--processes", threads, "--threads", "1"),
        ...sweepPeers("one after another"),
      ],
    },
    "large-sweep": {
      title: "A sweep of 1,000 networks, 999 of them finished (files of ResNet20 after 200 epochs): what one waits for",
      clock: "process",
      prepare: (shared) => [node, here("ours/large-sweep.js"), "--data", data, "--out", path.join(shared, "sweep")],
      variants: [
        {
          name: "selectivity status",
          group: "status",
          command: (_, shared) => [node, cli, "status", path.join(shared, "sweep")],
        },
        {
          name: "selectivity report",
          group: "report",
          command: (_, shared) => [node, cli, "report", path.join(shared, "sweep")],
        },
        {
          name: "selectivity sweep, to the first network that trains",
          group: "start",
          clock: "inside",
          command: (_, shared) => [node, here("ours/first-start.js"), path.join(shared, "sweep"), "--data", data],
        },
      ],
    },
    "start-up": {
      title: "Start-up: a process from its start to its end",
      clock: "process",
      variants: [
        { group: "floor", ...outside("node, nothing", node, "--eval", "0") },
        { group: "help", ...selectivity("--help") },
        { group: "doctor", ...selectivity("doctor", "--data-dir", data) },
        { group: "ours", ...ours("ours, one ResNet20 step with the knob", "step", ...firstStep) },
        { group: "import", peer: true, ...outside('python -c "import torch"', python, "-c", "import torch") },
        ...modes.map((mode) => {
          const variant = peer(mode, "step", ...firstStep);
          return { group: mode, ...variant, name: `${variant.name}, one ResNet20 step with the knob` };
        }),
      ],
    },
  };
}
