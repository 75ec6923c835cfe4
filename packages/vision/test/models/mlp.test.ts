import { Generator } from "@selectivity-lab/torch";
import { expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^mlp$/);

const create = (options: Record<string, unknown>) =>
  createModel("mlp", { inputShape: [1, 28, 28], classes: 10, options, generator: new Generator(0) });

test("mlp has hidden layers of 512 and 256 units unless told otherwise", () => {
  const widths = create({})
    .parameters()
    .map(({ shape }) => shape[0]);
  expect(widths).toEqual([512, 512, 256, 256, 10, 10]);
});

test.each([[[]], [[0]], [[1.5]], ["64"], [64]])("mlp refuses widths %j", (widths) => {
  expect(() => create({ widths })).toThrow('mlp: option "widths" must be a list of whole numbers above 0');
});
