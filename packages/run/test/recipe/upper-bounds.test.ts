import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { changeRecipe, loadRecipe } from "../../src/recipe/load.js";
import type { Overrides } from "../../src/recipe/overrides.js";
import { createTrial } from "../../src/trial/trial.js";

const folder = temporaryFolder();
const bounds = (overrides: Overrides, name = "fashion-quick") => loadRecipe(name, overrides).recipe.countsAtMost;

describe("the image counts of a recipe", () => {
  test.each<[string, Overrides, string[]]>([
    ["are exact for its own data set", {}, []],
    ["also when it is named once more", { dataset: "fashion-mnist" }, []],
    ["are upper bounds for another one", { dataset: "./photos" }, ["trainImages", "validationImages"]],
    ["except those that are asked for", { dataset: "./photos", trainImages: 40 }, ["validationImages"]],
    ["wherever they stand", { validationImages: 8, dataset: "./photos" }, ["trainImages"]],
    ["are what the user says of them", { dataset: "./photos", countsAtMost: ["trainImages"] }, ["trainImages"]],
    ["no count is no bound", { dataset: "./photos", trainImages: null }, ["validationImages"]],
  ])("%s", (_, overrides, expected) => {
    expect(bounds(overrides)).toEqual(expected);
  });

  test("that a file of one's own leaves out are upper bounds; those that it has are exact", () => {
    const own = join(folder, "own.yaml");
    writeFileSync(own, "dataset: ./photos\n");
    expect(bounds({}, own)).toEqual(["validationImages"]);
    writeFileSync(own, "dataset: ./photos\nvalidationImages: 5\n");
    expect(bounds({}, own)).toEqual([]);
  });

  test("stay what they are when a sweep's recipe is changed", () => {
    const named = loadRecipe("fashion-quick", { dataset: "./photos" });
    expect(changeRecipe(named, { epochs: 5 }).recipe.countsAtMost).toEqual(["trainImages", "validationImages"]);
    expect(changeRecipe(named, { trainImages: 9 }).recipe.countsAtMost).toEqual(["validationImages"]);
  });

  test("do not change a trial's id", () => {
    const { recipe } = loadRecipe("fashion-quick", { dataset: "./photos" });
    expect(createTrial(recipe, 0, 0).id).toBe(createTrial({ ...recipe, countsAtMost: [] }, 0, 0).id);
    expect(createTrial(recipe, 0, 0).id).toBe("803e369ceccd");
  });
});
