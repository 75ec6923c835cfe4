import { describe, expect, test } from "vitest";
import { Named, PickleError } from "../../src/checkpoints/pickle-machine.js";
import { findStateDict } from "../../src/checkpoints/state-dict.js";
import { PickledTensor, Storage } from "../../src/checkpoints/torch-pickle.js";

const tensor = (key: string) => new PickledTensor(new Storage("float32", key, 1), 0, [1], [1]);
const dict = (entries: Record<string, unknown>) => new Map(Object.entries(entries));
const state = dict({ weight: tensor("0"), bias: tensor("1") });
const other = dict({ weight: tensor("2") });

describe("findStateDict", () => {
  test.each([
    "state_dict",
    "model_state_dict",
    "model",
    "net",
    "network",
    "module",
    "weights",
    "state_dict_ema",
    "model_ema",
  ])("finds it under %s", (name) => {
    const found = findStateDict(dict({ epoch: 3, optimizer: dict({ state: other }), [name]: state }));
    expect(found).toEqual({ tensors: state, wrappers: [name], others: [] });
  });

  test("takes the weights before their average, whichever comes first in the file, and says what it left", () => {
    const found = findStateDict(dict({ model_ema: other, state_dict_ema: other, state_dict: state }));
    expect(found).toEqual({ tensors: state, wrappers: ["state_dict"], others: ["state_dict_ema", "model_ema"] });
  });

  test("looks into a dictionary in a dictionary", () => {
    const found = findStateDict(dict({ model: dict({ config: null, state_dict: state }) }));
    expect(found).toEqual({ tensors: state, wrappers: ["model", "state_dict"], others: [] });
  });

  test("passes over one of such a name that holds no tensors, or is a program's", () => {
    const content = { state_dict: dict({ depth: 3 }), model: new Named("__main__.Net"), weights: state };
    expect(findStateDict(dict(content)).wrappers).toEqual(["weights"]);
  });

  test("takes a file that is all tensors as it is, even where a tensor is called model", () => {
    const content = dict({ model: tensor("0"), net: tensor("1") });
    expect(findStateDict(content)).toEqual({ tensors: content, wrappers: [], others: [] });
  });

  test("passes over plain values in it", () => {
    const content = dict({ version: 2, names: ["a"], nothing: null, weight: tensor("0") });
    expect([...findStateDict(content).tensors.keys()]).toEqual(["weight"]);
  });

  test.each<[string, unknown, string]>([
    ["a number", 3, "expected a dictionary of tensors, got something else"],
    ["an empty dictionary", dict({}), "expected a dictionary of tensors, got one of nothing"],
    ["a dictionary of numbers", dict({ epoch: 3, lr: 0.1 }), "got one of epoch, lr."],
    ["names that a terminal would obey", new Named("a\u001b[2Jb"), "got a\\x1B[2Jb, which may be a program"],
    [
      "a placeholder after the tensors",
      dict({ state_dict: dict({ weight: tensor("0"), hook: new Named("os.system") }) }),
      "expected a tensor 'hook', got os.system, which may be a program and is not run",
    ],
  ])("refuses %s", (_, content, message) => {
    expect(() => findStateDict(content)).toThrow(PickleError);
    expect(() => findStateDict(content)).toThrow(message);
  });

  test("ends where dictionaries hold each other", () => {
    const own = dict({ epoch: 1 });
    own.set("model", own).set("state_dict", own);
    expect(() => findStateDict(own)).toThrow("got one of epoch, model, state_dict");
  });
});
