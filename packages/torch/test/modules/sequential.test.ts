import { describe, expect, test } from "vitest";
import { Linear } from "../../src/modules/linear.js";
import { StateError } from "../../src/modules/module.js";
import { ReLU } from "../../src/modules/relu.js";
import { Sequential } from "../../src/modules/sequential.js";
import type { Tap } from "../../src/modules/tap.js";
import { tensor } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";

const generator = new Generator(0);

/** Notes the names and values of the layers it is shown. */
class Notes implements Tap {
  readonly layers: [string, unknown][] = [];
  wants = () => true;
  record: Tap["record"] = (layer, activation) => void this.layers.push([layer, activation.toArray()]);
}

describe("Sequential", () => {
  test("shows each rectifier to the tap under its place, in the order of computation", () => {
    scope(() => {
      const notes = new Notes();
      new Sequential(new ReLU(), new Sequential(new ReLU())).forward(tensor([[-1, 2]]), notes);
      expect(notes.layers).toEqual([
        ["0", [[0, 2]]],
        ["1.0", [[0, 2]]],
      ]);
    });
  });

  test("passes the mode on to its parts", () => {
    const inner = new Sequential(new ReLU());
    new Sequential(inner).eval();
    expect(inner.training).toBe(false);
  });

  test("returns its input when it has no parts", () => {
    scope(() => {
      const input = tensor([1]);
      expect(new Sequential().forward(input)).toBe(input);
    });
  });

  test("lists everything that is wrong with a state dict, and takes none of it", () => {
    scope(() => {
      const network = new Sequential(new Linear(2, 3, { generator }), new Linear(3, 1, { generator }));
      const before = network.stateDict().get("0.bias")?.toArray();
      const state = new Map([
        ["0.weight", tensor([[1, 2, 3]])],
        ["0.bias", tensor([1, 2, 3])],
        ["1.weight", tensor([[1, 2, 3]])],
        ["fc.bias", tensor([1])],
      ]);
      expect(() => network.loadStateDict(state)).toThrow(StateError);
      expect(() => network.loadStateDict(state)).toThrow(
        /0\.weight.*\[3, 2\].*\[1, 3\].*1\.bias: missing.*fc\.bias: unexpected/s,
      );
      expect(network.stateDict().get("0.bias")?.toArray()).toEqual(before);
    });
  });
});
