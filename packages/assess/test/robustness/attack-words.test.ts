import { describe, expect, test } from "vitest";
import { parseAttack, parseAttacks } from "../../src/robustness/attack-words.js";
import { parseEpsilons } from "../../src/robustness/budgets.js";

describe("parseAttack", () => {
  test.each([
    ["pgd", { attack: "pgd", steps: null, restarts: 1, transfer: false }],
    ["pgd-100x5", { attack: "pgd", steps: 100, restarts: 5, transfer: false }],
    ["apgd-ce", { attack: "apgd-ce", steps: null, restarts: 1, transfer: false }],
    ["apgd-dlr-50", { attack: "apgd-dlr", steps: 50, restarts: 1, transfer: false }],
    ["squarex2", { attack: "square", steps: null, restarts: 2, transfer: false }],
    ["transfer", { attack: "pgd", steps: null, restarts: 1, transfer: true }],
    ["transfer-40", { attack: "pgd", steps: 40, restarts: 1, transfer: true }],
    ["transfer:apgd-ce-30x2", { attack: "apgd-ce", steps: 30, restarts: 2, transfer: true }],
  ])("understands %s", (word, expected) => {
    expect(parseAttack(word)).toEqual({ name: word, ...expected });
  });

  test.each([
    ["pgdd", 'did you mean "pgd"'],
    ["transfers", 'there is no attack "transfers"'],
    ["transfer:", undefined],
    ["", 'there is no attack ""'],
    ["20", 'there is no attack "20"'],
  ])("%j is refused, or is none", (word, message) => {
    if (message) expect(() => parseAttack(word)).toThrow(message);
    else expect(parseAttack(word).attack).toBe("pgd");
  });

  test("no attack is named twice", () => {
    expect(() => parseAttacks(["pgd", "fgsm", "pgd"])).toThrow('"pgd" is named twice');
  });
});

describe("parseEpsilons", () => {
  test("reads fractions and numbers, sorts them, drops doubles", () => {
    expect(parseEpsilons(["2/255", "0.5", "1/255", "2/255"], "linf")).toEqual([1 / 255, 2 / 255, 0.5]);
    expect(parseEpsilons(["2.5e-2", " .5/255"], "linf")).toEqual([0.5 / 255, 0.025]);
  });

  test.each(["0", "-1", "8/0", "eps", "", "1/2/3", "1/", "1.2.3", "0x1"])("%j is refused", (word) => {
    expect(() => parseEpsilons([word], "linf")).toThrow(`--epsilons ${word}: expected a number above 0`);
  });

  test("pixels of 0 to 255 are refused under linf, with what to write instead; an l2 budget may be above 1", () => {
    expect(() => parseEpsilons(["8"], "linf")).toThrow(
      "--epsilons 8: expected values between 0 and 1 (pixels are scaled to 0..1)\n  to do: for 8/255 write 8/255",
    );
    expect(() => parseEpsilons(["300/255"], "linf")).toThrow("expected values between 0 and 1");
    expect(parseEpsilons(["2"], "l2")).toEqual([2]);
  });
});
