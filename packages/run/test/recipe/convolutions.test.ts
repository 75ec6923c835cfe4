import { describe, expect, test } from "vitest";
import { resolveConvolutions } from "../../src/recipe/convolutions.js";
import { completeRecipe, completeRecordedRecipe } from "../../src/recipe/load.js";

describe("resolveConvolutions", () => {
  test("keeps what a recipe names", () => {
    expect(["direct", "winograd"].map((form) => resolveConvolutions(form as "direct"))).toEqual(["direct", "winograd"]);
  });

  test("takes auto for direct, as long as equivalence is not shown", () => {
    expect(resolveConvolutions("auto")).toBe("direct");
    expect(completeRecipe({}, "the test").convolutions).toBe("direct");
    expect(completeRecipe({ convolutions: "auto" }, "the test").convolutions).toBe("direct");
  });

  test("refuses other forms by name", () => {
    expect(() => completeRecipe({ convolutions: "fft" }, "the test")).toThrow(/convolutions: .*auto.*direct.*winograd/);
  });
});

describe("completeRecordedRecipe", () => {
  test("reads a record from before the key as direct, and one with it as it says", () => {
    expect(completeRecordedRecipe({}, "the test").convolutions).toBe("direct");
    expect(completeRecordedRecipe({ convolutions: "winograd" }, "the test").convolutions).toBe("winograd");
  });
});
