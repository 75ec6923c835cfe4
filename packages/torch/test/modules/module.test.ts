import { describe, expect, test } from "vitest";
import { BatchNorm2d } from "../../src/modules/batch-norm2d.js";
import { Conv2d } from "../../src/modules/conv2d.js";
import { Module, StateError } from "../../src/modules/module.js";
import { Sequential } from "../../src/modules/sequential.js";
import { type Tap, within } from "../../src/modules/tap.js";
import { tensor } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { Parameter } from "../../src/tensor/parameter.js";
import type { Tensor } from "../../src/tensor/tensor.js";

class Block extends Module {
  readonly scale = new Parameter(tensor([2]));
  readonly bn1 = new BatchNorm2d(1);
  readonly branches = [new BatchNorm2d(1), new BatchNorm2d(1)];
  override forward(input: Tensor, tap?: Tap): Tensor {
    const output = this.bn1.forward(input).mul(this.scale);
    tap?.record("", output);
    return output;
  }
}

describe("Module", () => {
  test("names its tensors by their properties, its own before those of its parts", () => {
    const names = [...new Block().stateDict().keys()];
    const batchNorm = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];
    expect(names).toEqual([
      "scale",
      ...["bn1", "branches.0", "branches.1"].flatMap((part) => batchNorm.map((name) => `${part}.${name}`)),
    ]);
    expect([...new Block().namedParameters().keys()].filter((name) => name.startsWith("bn1"))).toEqual([
      "bn1.weight",
      "bn1.bias",
    ]);
    expect(new Block().namedBuffers().size).toBe(9);
  });

  test("sets the mode of all parts", () => {
    const block = new Block();
    expect(block.eval()).toBe(block);
    expect([block.training, block.bn1.training, block.branches[1]?.training]).toEqual([false, false, false]);
    expect(block.train().branches[0]?.training).toBe(true);
  });

  test("copies a state dict in", () => {
    const [from, to] = [new Block(), new Block()];
    from.bn1.running_mean.fill_(3);
    to.loadStateDict(from.stateDict());
    expect(to.bn1.running_mean.item()).toBe(3);
    expect(to.bn1.running_mean).not.toBe(from.bn1.running_mean);
  });

  test("lists all that does not fit, and then copies nothing", () => {
    const block = new Block();
    const state = new Map<string, Tensor>(block.stateDict());
    state.delete("bn1.bias");
    state
      .set("bn1.weight", tensor([1, 2]))
      .set("scale", tensor([9]))
      .set("extra", tensor([1]));
    expect(() => block.loadStateDict(state)).toThrow(StateError);
    expect(() => block.loadStateDict(state)).toThrowErrorMatchingInlineSnapshot(`
      [StateError: the weights do not fit the model:
        ✖ bn1.weight: the model has [1], the weights [2]
        ✖ bn1.bias: missing; the model has [1]
        ✖ extra: unexpected; the model has no such tensor]
    `);
    expect(block.scale.item()).toBe(2);
  });

  test("moves floating-point tensors to a dtype, and keeps their identity", () => {
    const block = new Block();
    const { scale } = block;
    block.to({ dtype: "float64" });
    expect([block.scale, scale.dtype, block.bn1.num_batches_tracked.dtype]).toEqual([scale, "float64", "int64"]);
  });

  test("moves four-dimensional tensors to a memory format, with the same values", () => {
    const conv = new Conv2d(2, 3, 3, { generator: new Generator(0) });
    const before = conv.weight.toArray();
    expect(conv.to({ memoryFormat: "channels_last" }).weight.toArray()).toEqual(before);
  });
});

describe("within", () => {
  test("prefixes what the parts of a model record, and the part itself", () => {
    const seen: string[] = [];
    const tap: Tap = { wants: (layer) => layer.endsWith("1"), record: (layer) => seen.push(layer) };
    new Sequential(new Block(), new Block()).forward(
      tensor([[[[1]], [[2]]]]).reshape([2, 1, 1, 1]),
      within(tap, "features"),
    );
    expect(seen).toEqual(["features.0", "features.1"]);
    expect([within(tap, "features")?.wants("1"), within(tap, "features")?.wants("2")]).toEqual([true, false]);
    expect(within(undefined, "features")).toBeUndefined();
  });
});
