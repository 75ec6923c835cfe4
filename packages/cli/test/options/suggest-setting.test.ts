import { describe, expect, test } from "vitest";
import { findSetting } from "../../src/options/suggest-setting.js";

const KEYS = ["epochs", "learningRate"];

describe("findSetting", () => {
  test.each([
    [["train", "--epochs", "5"], "epochs=5"],
    [["train", "--epochs=5"], "epochs=5"],
    [["train", "--learning-rate", "0.1"], "learningRate=0.1"],
    [["train", "--epochs"], "epochs=VALUE"],
    [["train", "--epochs", "--quiet"], "epochs=VALUE"],
    [["train", "--quiet", "epochs=5"], undefined],
  ])("answers %j with %s", (words, setting) => {
    expect(findSetting(words, KEYS)).toBe(setting);
  });
});
