import { Generator } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel, modelNames } from "../../src/models/create-model.js";
import { ModelError } from "../../src/models/error.js";
import type { ModelSpec } from "../../src/models/model.js";

const spec: ModelSpec = { inputShape: [1, 32, 32], classes: 3, options: {}, generator: new Generator(0) };

const failure = (name: string, changes: Partial<Record<keyof ModelSpec, unknown>> = {}) => {
  try {
    createModel(name, { ...spec, ...changes } as ModelSpec);
  } catch (error) {
    return error as ModelError;
  }
  throw new Error(`${name} was made`);
};

describe("createModel", () => {
  test.each(modelNames())("makes %s", (name) => {
    expect(createModel(name, spec).unitLayers().length).toBeGreaterThan(0);
  });

  test("refuses a name that is none, and suggests the nearest", () => {
    expect(failure("restnet20")).toBeInstanceOf(ModelError);
    expect(failure("restnet20").message).toMatchInlineSnapshot(`
      "There is no model "restnet20". Did you mean "resnet20"?
        to do: choose one of mlp, convnet, cnn11, resnet8, resnet14, resnet20, resnet32, resnet44, resnet56, resnet110, resnet18, resnet34, resnet50, vgg16, vgg16_bn; or load your own with --plugin"
    `);
    expect(failure("transformer")).toMatchObject({ code: "unknown-model" });
  });

  test("refuses an option that the model does not have, and suggests the nearest", () => {
    expect(failure("resnet8", { options: { widht: 8 } }).message).toMatchInlineSnapshot(`
      "resnet8 has no option "widht". Did you mean "width"?
        to do: choose among its options: width"
    `);
    expect(failure("mlp", { options: { width: 8 } })).toMatchObject({ code: "unknown-option" });
  });

  test.each([[[28, 28]], [[1, 28, 0]], [[1, 28, 2.5]]])("refuses images of shape %j", (inputShape) => {
    expect(failure("mlp", { inputShape })).toMatchObject({ code: "invalid-input-shape" });
  });
});
