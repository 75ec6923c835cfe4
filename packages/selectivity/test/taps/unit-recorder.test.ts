import {
  Generator,
  Linear,
  liveTensors,
  Module,
  ones,
  scope,
  type Tap,
  type Tensor,
  within,
} from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { SelectivityError } from "../../src/error.js";
import { UnitRecorder } from "../../src/taps/unit-recorder.js";

/** Two hidden layers; `breakAt` makes the forward pass throw after the first. */
class Net extends Module {
  readonly fc1 = new Linear(3, 4, { generator: new Generator(0) });
  readonly fc2 = new Linear(4, 2, { generator: new Generator(1) });
  breaks = false;

  override forward(input: Tensor, tap?: Tap): Tensor {
    const first = this.fc1.forward(input).relu();
    tap?.record("relu1", first);
    if (this.breaks) throw new Error("out of order");
    const second = this.fc2.forward(first).relu();
    tap?.record("relu2", second);
    return second;
  }
}

const net = new Net();
const shapes = (recorder: UnitRecorder) => Object.fromEntries([...recorder.means].map(([name, m]) => [name, m.shape]));

describe("UnitRecorder", () => {
  test("keeps the unit means of all layers, in order of computation", () => {
    const recorder = new UnitRecorder();
    net.forward(ones([5, 3]), recorder);
    expect([...recorder.means.keys()]).toEqual(["relu1", "relu2"]);
    expect(shapes(recorder)).toEqual({ relu1: [5, 4], relu2: [5, 2] });
  });

  test("averages maps over their positions", () => {
    const recorder = new UnitRecorder();
    recorder.record("conv", ones([5, 3, 2, 2]));
    expect(shapes(recorder)).toEqual({ conv: [5, 3] });
  });

  test("takes the unit means that the model has already", () => {
    const recorder = new UnitRecorder();
    const means = ones([5, 3]);
    recorder.record("conv", ones([5, 3, 2, 2]), means);
    expect(recorder.means.get("conv")).toBe(means);
  });

  test("keeps only the requested layers, and says so beforehand", () => {
    const recorder = new UnitRecorder(["relu2"]);
    expect([recorder.wants("relu1"), recorder.wants("relu2")]).toEqual([false, true]);
    net.forward(ones([5, 3]), recorder);
    expect(shapes(recorder)).toEqual({ relu2: [5, 2] });
  });

  test("knows the layers of a submodule by their full names", () => {
    const recorder = new UnitRecorder(["head.relu2"]);
    net.forward(ones([5, 3]), within(recorder, "head"));
    expect(shapes(recorder)).toEqual({ "head.relu2": [5, 2] });
  });

  test("reports a requested layer that was not recorded, and lists those that were", () => {
    const recorder = new UnitRecorder(["relu2", "relu3"]);
    net.forward(ones([5, 3]), recorder);
    expect(() => recorder.means).toThrow(
      'UnitRecorder: the forward pass recorded no layer "relu3".\n  to do: choose from its layers: "relu1", "relu2"',
    );
  });

  test("refuses a pass that recorded nothing, and says how to record", () => {
    expect(() => new UnitRecorder().means).toThrow(
      "UnitRecorder: the forward pass recorded no layer.\n" +
        "  to do: pass the recorder to forward(), and call showUnits(tap, name, activation) there after every nonlinearity",
    );
  });

  test("refuses to record a layer twice", () => {
    const recorder = new UnitRecorder();
    net.forward(ones([5, 3]), recorder);
    const again = () => net.forward(ones([5, 3]), recorder);
    expect(again).toThrow(SelectivityError);
    expect(again).toThrow('UnitRecorder: layer "relu1" was recorded twice.');
  });

  test("holds no tensors of a forward pass that threw", () => {
    const before = liveTensors();
    net.breaks = true;
    const pass = () => scope(() => net.forward(ones([5, 3]), new UnitRecorder()));
    expect(pass).toThrow("out of order");
    expect(liveTensors()).toBeLessThanOrEqual(before);
    net.breaks = false;
    scope(() => {
      net.forward(ones([5, 3]), new UnitRecorder()); // nothing was left on the model: it works again
    });
    expect(liveTensors()).toBeLessThanOrEqual(before);
  });
});
