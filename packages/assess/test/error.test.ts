import { LabError } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import type { RobustnessError } from "../src/error.js";
import { parseAttack } from "../src/robustness/attack-words.js";

describe("RobustnessError", () => {
  test("carries code, problem and remedy as data, and composes its message from them", () => {
    const error = catchError(() => parseAttack("pgdd"));
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code: "unknown-attack", fault: "input" });
    expect(error.message).toBe(`${error.problem}\n  to do: ${error.remedy}`);
  });
});

function catchError(run: () => unknown): RobustnessError {
  try {
    run();
  } catch (error) {
    return error as RobustnessError;
  }
  throw new Error("nothing was thrown");
}
