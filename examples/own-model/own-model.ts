/**
 * The knob on a network of your own: what you need of Selectivity Lab is `@selectivity-lab/torch` to compute with and
 * `@selectivity-lab/selectivity` for the science; model, data and training loop are yours.
 *
 * Three things make a network ready for the knob:
 *   1. its `forward` hands its activation to `showUnits(tap, name, activation)` after every nonlinearity ({@link Net});
 *   2. the training loop hands `forward` a `UnitRecorder`, and `knobLoss` what it recorded ({@link train});
 *   3. a `SelectivityMeter` measures the network over images that it has not seen ({@link measure}).
 *
 * Here a perceptron learns to tell apart five blobs in the plane. From the same initial weights, on the same points, sixty
 * steps with the knob give this on a thousand new points (libtorch 1.13, one CPU; at alpha = 0 the knob is off):
 *
 *     alpha         −0.5    0      0.5
 *     accuracy      0.951   0.950  0.949
 *     selectivity   0.496   0.565  0.614     0.545 before training
 *       by chance   0.068   0.094  0.111     labels permuted
 *       split half  0.486   0.552  0.583
 *
 * Run it: `npx vitest run examples/own-model`.
 * @module
 */
import {
  knobLoss,
  type NetworkSelectivity,
  SelectivityMeter,
  selectivityTerm,
  UnitRecorder,
} from "@selectivity-lab/selectivity";
import {
  crossEntropy,
  Generator,
  Linear,
  Module,
  noGrad,
  randn,
  SGD,
  scope,
  showUnits,
  type Tap,
  type Tensor,
  tensor,
} from "@selectivity-lab/torch";

const CLASSES = 5;
const STEPS = 60;

/** A network that is not one of ours. It shows its hidden units to whoever brings a tap. */
class Net extends Module {
  readonly fc1: Linear;
  readonly fc2: Linear;
  readonly output: Linear;

  constructor(generator: Generator) {
    super();
    this.fc1 = new Linear(2, 64, { generator });
    this.fc2 = new Linear(64, 64, { generator });
    this.output = new Linear(64, CLASSES, { generator });
  }

  override forward(points: Tensor, tap?: Tap): Tensor {
    const first = showUnits(tap, "relu1", this.fc1.forward(points).relu()); // [N, 64]
    const second = showUnits(tap, "relu2", this.fc2.forward(first).relu()); // [N, 64]
    return this.output.forward(second); // [N, K]: selective by its task, and never recorded
  }
}

/** Points, and the blob that each belongs to. */
interface Blobs {
  /** `[N, 2]` */
  readonly points: Tensor;
  /** `[N]` int64 */
  readonly labels: Tensor;
}

/** Blobs around the corners of a pentagon. */
function blobs(count: number, generator: Generator): Blobs {
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  const centres = labels.map((label) => (2 * Math.PI * label) / CLASSES).map((a) => [Math.cos(a), Math.sin(a)]);
  return {
    points: tensor(centres).add(randn([count, 2], generator).mul(0.3)),
    labels: tensor(labels, { dtype: "int64" }),
  };
}

/** Trains with the knob at alpha. */
function train(net: Net, { points, labels }: Blobs, alpha: number): void {
  const sgd = new SGD(net.namedParameters(), { learningRate: 0.1 });
  for (let step = 0; step < STEPS; step++)
    scope(() => {
      const loss = scope(() => {
        const recorder = new UnitRecorder();
        const plain = crossEntropy(net.forward(points, recorder), labels);
        const { selectivity } = selectivityTerm(recorder.means, labels, { classes: CLASSES });
        return knobLoss(plain, selectivity, alpha);
      });
      sgd.zeroGrad();
      loss.backward();
      sgd.step();
    });
}

/** What a network is like. */
export interface Measured {
  readonly accuracy: number;
  readonly selectivity: NetworkSelectivity;
}

/** Accuracy and selectivity over all points, a hundred at a time. */
function measure(net: Net, { points, labels }: Blobs): Measured {
  const meter = new SelectivityMeter(labels, { classes: CLASSES });
  const [count] = points.shape as [number];
  let correct = 0;
  for (let first = 0; first < count; first += 100)
    scope(() => {
      const recorder = new UnitRecorder();
      const logits = noGrad(() => net.forward(points.narrow(0, first, 100), recorder));
      correct += logits
        .argmax(1)
        .eq(labels.narrow(0, first, 100))
        .sum()
        .item();
      meter.add(recorder.means);
    });
  return { accuracy: correct / count, selectivity: meter.result() };
}

/** Trains the same initial network on the same points with the knob at alpha; measures it before and after. */
export function turnTheKnob(alpha: number): { before: Measured; after: Measured } {
  return scope(() => {
    const generator = new Generator(0);
    const [seen, unseen] = [blobs(200, generator), blobs(1000, generator)];
    const net = new Net(generator);
    const before = measure(net, unseen);
    train(net, seen, alpha);
    return { before, after: measure(net, unseen) };
  });
}
