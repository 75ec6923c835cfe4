import { RecipeError } from "@selectivity-lab/lab";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reportError } from "../../src/terminal/errors.js";

beforeEach(() => vi.stubEnv("SELECTIVITY_TRACE", undefined));
afterEach(() => vi.unstubAllEnvs());

function told(error: unknown): { code: number; said: string } {
  const said: string[] = [];
  const terminal = { say: (text: string) => said.push(text) } as unknown as Parameters<typeof reportError>[1];
  return { code: reportError(error, terminal), said: said.join("\n") };
}

describe("tell", () => {
  test("gives 2 for wrong input, whose message is enough", () => {
    expect(told(new RecipeError("mine.yaml", ["epocs: unknown key"]))).toEqual({
      code: 2,
      said: "selectivity: mine.yaml has a problem\n  ✖ epocs: unknown key",
    });
  });

  test("gives 1 for a fault of ours, and says how to see where it happened", () => {
    const { code, said } = told(new TypeError("x is not a function"));
    expect(code).toBe(1);
    expect(said).toMatch(/^selectivity: x is not a function\n {2}to see where it happened: set SELECTIVITY_TRACE=1/);
  });

  test("shows where it happened when asked", () => {
    vi.stubEnv("SELECTIVITY_TRACE", "1");
    expect(told(new TypeError("x is not a function")).said).toMatch(/\n {4}at .*errors\.test\.ts/);
  });

  test("tells also what is no error", () => {
    expect(told("out of paper")).toMatchObject({ code: 1, said: expect.stringContaining("out of paper") });
  });
});
