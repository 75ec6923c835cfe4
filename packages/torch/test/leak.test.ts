/**
 * A training loop must not grow: not in tensors that JavaScript holds, not in memory of the process.
 *
 * The loop lets the event loop turn now and then, as a trial does to hear signals: Node frees the shells of collected
 * handles (some 130 bytes each) only then.
 */
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { BatchNorm2d } from "../src/modules/batch-norm2d.js";
import { Conv2d } from "../src/modules/conv2d.js";
import { crossEntropy } from "../src/modules/cross-entropy.js";
import { Flatten } from "../src/modules/flatten.js";
import { Linear } from "../src/modules/linear.js";
import { MaxPool2d } from "../src/modules/max-pool2d.js";
import { ReLU } from "../src/modules/relu.js";
import { Sequential } from "../src/modules/sequential.js";
import { SGD } from "../src/optim/sgd.js";
import { liveTensors, setThreads } from "../src/runtime/runtime.js";
import { rand } from "../src/tensor/create.js";
import { Generator } from "../src/tensor/generator.js";
import { scope } from "../src/tensor/scope.js";

/** As long as V8 takes to settle on the size of its heap. */
const WARM_UP = 2000;
const STEPS = 2000;
const STEPS_PER_TURN = 50;

const generator = new Generator(0);
const [inputs, outputs, size, images, classes] = [3, 8, 16, 16, 5];

describe("2,000 training steps", () => {
  test("leave resident memory flat, and no tensors but parameters, buffers and velocities", async () => {
    setThreads(1);
    const nothing = liveTensors();
    const model = new Sequential(
      new Conv2d(inputs, outputs, 3, { generator, padding: 1 }),
      new BatchNorm2d(outputs),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Linear((outputs * size * size) / 4, classes, { generator }),
    );
    const sgd = new SGD(model.namedParameters(), {
      learningRate: 0.01,
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4,
    });

    const step = () => {
      sgd.zeroGrad();
      scope(() => {
        const loss = scope(() => {
          const batch = rand([images, inputs, size, size], generator);
          const labels = rand([images], generator).mul(classes).to({ dtype: "int64" });
          return crossEntropy(model.forward(batch), labels);
        });
        loss.backward();
      });
      sgd.step();
    };

    const train = async (steps: number) => {
      for (let i = 0; i < steps; i++) {
        if (i % STEPS_PER_TURN === 0) await setImmediate();
        step();
      }
    };

    await train(WARM_UP);
    const before = process.memoryUsage.rss();
    await train(STEPS);
    const after = process.memoryUsage.rss();

    const state = model.stateDict().size + sgd.stateDict().size;
    expect(liveTensors() - nothing).toBe(state);
    expect(Math.abs(after / before - 1)).toBeLessThanOrEqual(0.05);
  });
});
