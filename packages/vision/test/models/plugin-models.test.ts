import { Generator, Linear, liveTensors, scope, type Tap, type Tensor, zeros } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel, modelNames } from "../../src/models/create-model.js";
import { ModelError } from "../../src/models/error.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "../../src/models/model.js";
import { registerModel } from "../../src/models/plugin-models.js";

const spec: ModelSpec = { inputShape: [1, 4, 4], classes: 3, options: {}, generator: new Generator(0) };

/** One hidden layer, `relu`. */
class Small extends ImageModel {
  readonly fc1: Linear;
  readonly fc2: Linear;

  constructor({ inputShape, classes, generator }: ModelSpec) {
    super(inputShape);
    this.fc1 = new Linear(16, 5, { generator });
    this.fc2 = new Linear(5, classes, { generator });
  }

  unitLayers(): string[] {
    return ["relu"];
  }

  forward(images: Tensor, tap?: Tap): Tensor {
    this.expectImages(images);
    const hidden = this.fc1.forward(images.flatten(1)).relu();
    tap?.record("relu", hidden);
    return this.fc2.forward(hidden);
  }
}

const family = (name: string, changes: object = {}): ModelFamily => ({
  names: [name],
  answersTo: (asked) => asked === name,
  options: [],
  create: (_name, given) => new Small(given),
  ...changes,
});

/** What is thrown, which must be a ModelError. */
function refusal(work: () => unknown): ModelError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return error as ModelError;
  }
  throw new Error("nothing was thrown");
}

let counter = 0;
/** A model of a fresh name, of whatever `create` returns or throws. */
function createThat(create: (name: string, given: ModelSpec) => unknown) {
  const name = `odd-${counter++}`;
  registerModel(family(name, { create }), { by: "/home/me/odd.js" });
  return createModel(name, spec);
}

const made = (Class: new (spec: ModelSpec) => ImageModel) => createThat((_, given) => new Class(given));

const everything: Tap = { wants: () => true, record: () => {} };
const run = (model: ImageModel) => scope(() => model.forward(zeros([2, 1, 4, 4]), everything).shape);

describe("a model that is registered", () => {
  test("is made by name, listed, and suggested from then on", () => {
    expect(refusal(() => createModel("tidy-net", spec)).code).toBe("unknown-model");
    registerModel(family("tidy-net"), { by: "a.js" });
    expect(run(createModel("tidy-net", spec))).toEqual([2, 3]);
    expect(modelNames()).toContain("tidy-net");
    expect(refusal(() => createModel("tidy-nett", spec)).message).toContain('Did you mean "tidy-net"?');
  });

  test("is replaced by whoever registered it, and by nobody else", () => {
    registerModel(family("mine"), { by: "a.js" });
    registerModel(family("mine"), { by: "a.js" });
    expect(modelNames().filter((name) => name === "mine")).toHaveLength(1);
    expect(refusal(() => registerModel(family("mine"), { by: "b.js" })).message).toBe(
      'registerModel: "mine" is already the name of a model of a.js.\n  to do: choose a different name, such as "my-mine"',
    );
  });

  test.each(["resnet20", "resnet26", "vgg16", "mlp"])("may not be called %s, which this package has", (name) => {
    const { code, message } = refusal(() => registerModel(family(name)));
    expect([code, message]).toEqual([
      "taken",
      expect.stringContaining(`"${name}" is already the name of a model of this pack`),
    ]);
  });

  test("may not answer to names of this package beside its own", () => {
    const greedy = { answersTo: () => true };
    expect(refusal(() => registerModel(family("greedy", greedy))).message).toContain(
      '"mlp" is already the name of a model of',
    );
    expect(modelNames()).not.toContain("greedy");
  });
});

describe("what is no family of models is refused, and said so", () => {
  test.each<[unknown, string]>([
    [undefined, "registerModel: expected an object with names, answersTo, options, create, got nothing."],
    ["two-layers", "got 'two-layers'."],
    [{}, "registerModel: names: expected a list of names, one at least, got nothing."],
    [family("a", { names: [] }), "names: expected a list of names, one at least, got []."],
    [family("a", { names: [7] }), "got [ 7 ]."],
    [family("a", { answersTo: "a" }), "answersTo: expected a function from a name to true or false, got 'a'."],
    [family("a", { options: undefined }), "options: expected a list of names, [] for none, got nothing."],
    [family("a", { create: null }), "create: expected a function from a name and a spec to a model, got null."],
    [family("a", { answersTo: () => false }), 'answersTo("a") must return true, since names lists it.'],
  ])("%j", (value, message) => {
    const error = refusal(() => registerModel(value as ModelFamily));
    expect(error.code).toBe("plugin");
    expect(error.message).toContain(message);
    expect(modelNames()).not.toContain("a");
  });
});

describe("a model's mistakes are told with its name and its plugin's", () => {
  const message = (work: () => unknown) => {
    const error = refusal(work);
    expect(error.message).toMatch(/^The model odd-\d+ of \/home\/me\/odd\.js: /);
    return error.message.replace(/^[^:]*: /, "");
  };
  test("create throws", () => {
    const thrower = (thrown: unknown) => () => {
      throw thrown;
    };
    expect(message(() => createThat(thrower(new TypeError("no width"))))).toBe(
      "create: TypeError: no width.\n  to do: correct the plugin",
    );
    expect(message(() => createThat(thrower("text")))).toContain("create: it threw 'text', which is not an Error");
    expect(message(() => createThat(thrower(undefined)))).toContain("create: it threw nothing, which is not an Error");
    const own = new ModelError({ code: "invalid-option", problem: "odd: width must be even.", remedy: "write 8" });
    expect(refusal(() => createThat(thrower(own)))).toBe(own);
  });

  test("create returns no ImageModel", () => {
    expect(message(() => createThat(() => undefined))).toContain("create: expected an ImageModel, got nothing");
    expect(message(() => createThat(() => new Linear(2, 2, spec)))).toContain(
      "create: expected an ImageModel, got Linear",
    );
  });

  test("it lacks unitLayers, forward, or names no layer", () => {
    const bare = () => Object.setPrototypeOf({ training: true }, ImageModel.prototype);
    expect(message(() => createThat(bare))).toContain("unitLayers: expected a method");
    const without = () => Object.assign(bare(), { unitLayers: () => ["relu"] });
    expect(message(() => createThat(without))).toContain("forward: expected a method");
    const hidden = (names: unknown) =>
      class extends Small {
        override unitLayers = () => names as string[];
      };
    expect(message(() => made(hidden([])))).toContain("unitLayers: expected a list of names, one at least, got []");
    expect(message(() => made(hidden(undefined)))).toContain("unitLayers: expected a list of names");
  });

  test("super() is called without the shape of the images", () => {
    const shapeless = class extends Small {
      constructor(given: ModelSpec) {
        super({ ...given, inputShape: undefined as never });
      }
    };
    expect(message(() => made(shapeless))).toContain("super() needs the inputShape, got undefined");
  });

  test.each<[string, (images: Tensor, tap?: Tap) => unknown, string]>([
    ["throws", () => (undefined as never as { layer: Tensor }).layer, "forward: TypeError: Cannot read"],
    ["returns nothing", () => undefined, "forward: expected logits [2, 3], got nothing"],
    ["returns others than logits", () => zeros([2, 5]), "forward: expected logits [2, 3], got [2, 5]"],
    ["records no layer", () => zeros([2, 3]), "forward recorded no layer, unitLayers names relu"],
    [
      "records another layer",
      (_, tap) => {
        tap?.record("other", zeros([2, 4]));
        return zeros([2, 3]);
      },
      "forward recorded other, unitLayers names relu",
    ],
    ["records what is no tensor", (_, tap) => tap?.record("relu", undefined as never), "recorded nothing as 'relu'"],
  ])("forward %s", (_, forward, expected) => {
    const before = liveTensors();
    const model = made(
      class extends Small {
        override forward(images: Tensor, tap?: Tap): Tensor {
          return forward(images, tap) as Tensor;
        }
      },
    );
    expect(message(() => run(model))).toContain(expected);
    for (const tensor of model.stateDict().values()) tensor.dispose();
    expect(liveTensors()).toBe(before);
  });
});
