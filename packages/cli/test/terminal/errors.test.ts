import { readFileSync } from "node:fs";
import { LabError } from "@selectivity-lab/base";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reportError } from "../../src/terminal/errors.js";

beforeEach(() => vi.stubEnv("SELECTIVITY_TRACE", undefined));
afterEach(() => vi.unstubAllEnvs());

function report(error: unknown): { code: number; said: string } {
  const said: string[] = [];
  const terminal = { say: (text: string) => void said.push(text) };
  return { code: reportError(error, terminal), said: said.join("\n") };
}

describe("reportError", () => {
  test("gives 2 for wrong input, whose message is enough", () => {
    const facts = { code: "invalid-recipe", problem: "mine.yaml has a problem", details: ["✖ epocs: unknown key"] };
    expect(report(new LabError(facts))).toEqual({
      code: 2,
      said: "selectivity: mine.yaml has a problem\n  ✖ epocs: unknown key",
    });
  });

  test("gives 1 for work that failed, and blames nobody's code", () => {
    const facts = { code: "data-lost", problem: "the labels are gone", remedy: "copy them again" };
    expect(report(new LabError({ ...facts, fault: "work" }))).toEqual({
      code: 1,
      said: "selectivity: the labels are gone\n  to do: copy them again",
    });
  });

  test("decides by the fault, whatever the class is called", () => {
    class RecipeError extends Error {
      override readonly name = "RecipeError";
    }
    expect(report(new RecipeError("not of this lab")).code).toBe(1);
  });

  test("explains an error of the operating system", () => {
    const { code, said } = reportThrown(() => readFileSync("/no/such/file"));
    expect(code).toBe(2);
    expect(said).toMatch(/^selectivity: \/no\/such\/file: no such file or folder \(ENOENT\)\n {2}to do: /);
  });

  test("gives 1 for an unexpected error, and says how to see where it happened", () => {
    const { code, said } = report(new TypeError("x is not a function"));
    expect(code).toBe(1);
    expect(said).toMatch(/^selectivity: x is not a function\n {2}to see where it happened: set SELECTIVITY_TRACE=1/);
  });

  test("shows where it happened when asked", () => {
    vi.stubEnv("SELECTIVITY_TRACE", "1");
    expect(report(new TypeError("x is not a function")).said).toMatch(/\n {4}at .*errors\.test\.ts/);
  });

  test("reports what is thrown without being an error", () => {
    expect(report("out of paper")).toMatchObject({ code: 1, said: expect.stringContaining("out of paper") });
  });
});

function reportThrown(work: () => unknown): { code: number; said: string } {
  try {
    work();
  } catch (error) {
    return report(error);
  }
  return expect.unreachable();
}
