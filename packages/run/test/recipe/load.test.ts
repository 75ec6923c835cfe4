import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { changeRecipe, completeRecipe, defaultRecipe, loadRecipe, recipeNames } from "../../src/recipe/load.js";
import { parseOverrides } from "../../src/recipe/overrides.js";

const folder = temporaryFolder();

function fileOf(text: string, name = "mine.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What is said of words of the command line, or of a file. */
function complaint(words: readonly string[], recipe?: string): string {
  try {
    loadRecipe(recipe, parseOverrides(words));
  } catch (error) {
    return String(error).replaceAll(folder, "FOLDER");
  }
  throw new Error(`${words} was accepted`);
}

describe("loadRecipe", () => {
  test.each(recipeNames())("loads %s, which comes with the lab", (name) => {
    expect(loadRecipe(name).name).toBe(name);
  });

  test("loads the quick start when none is named", () => {
    expect(defaultRecipe).toBe("fashion-quick");
    expect(loadRecipe()).toEqual(loadRecipe("fashion-quick"));
    expect(loadRecipe().recipe).toMatchObject({ model: "resnet8", epochs: 3, seed: [0, 1] });
  });

  test("loads the published recipe: 23 alphas, 20 seeds, steps at epochs 100 and 150", () => {
    const { recipe } = loadRecipe("cifar10-resnet20");
    expect(recipe.alpha).toHaveLength(23);
    expect(recipe.seed).toHaveLength(20);
    expect(recipe.schedule).toEqual({ name: "steps", milestones: [100, 150], factor: 0.1 });
  });

  test("loads a YAML or JSON file, and goes by its name", () => {
    expect(loadRecipe(fileOf("epochs: 7 # short\n"))).toMatchObject({ name: "mine", recipe: { epochs: 7 } });
    expect(loadRecipe(fileOf('{"epochs": 8}', "other.json"))).toMatchObject({ name: "other", recipe: { epochs: 8 } });
    expect(loadRecipe(fileOf("", "empty.yml")).recipe).toEqual(
      completeRecipe({ countsAtMost: ["validationImages"] }, "nothing"),
    );
  });

  test("lets overrides win over the file, part by part", () => {
    const file = fileOf("epochs: 7\naugment: { flip: true, crop: 4 }\n");
    const { recipe } = loadRecipe(file, parseOverrides(["epochs=9", "augment.crop=2"]));
    expect(recipe).toMatchObject({ epochs: 9, augment: { flip: true, crop: 2 } });
  });

  test("replaces what belongs to another schedule or model", () => {
    const words = ["schedule={name: cosine}", "model=mlp", "modelOptions={widths: [8]}"];
    expect(loadRecipe("cifar10-resnet20", parseOverrides(words)).recipe.schedule).toEqual({ name: "cosine" });
    expect(loadRecipe("fashion-quick", parseOverrides(words)).recipe.modelOptions).toEqual({ widths: [8] });
  });
});

describe("the expectation of a recipe", () => {
  const expectation = (...words: string[]) => loadRecipe("fashion-quick", parseOverrides(words)).recipe.expected;

  test("stays where the keys that were changed leave the control's accuracy as it is", () => {
    const harmless = ["alpha=-1,0,1", "seed=0..4", "threads=2", "device=cuda", "checkpointMinutes=1", "epochs=3"];
    expect(expectation(...harmless)).toMatchObject({ accuracy: [0.78, 0.86] });
  });

  test.each([
    ...["dataset=mnist", "model=resnet20", "modelOptions.width=4", "epochs=1", "trainImages=200", "learningRate=0.2"],
    ...["augment.flip=true", "precision=bfloat16", "knobMemory=0.5"],
  ])("is dropped with %s", (word) => {
    expect(expectation(word)).toBeUndefined();
  });

  test("is kept where it was given with the change", () => {
    expect(expectation("epochs=1", "expected.accuracy=[0.5, 0.6]")).toMatchObject({ accuracy: [0.5, 0.6] });
    expect(expectation("epochs=1", "expected={accuracy: [0.5, 0.6]}")).toEqual({ accuracy: [0.5, 0.6] });
  });

  test("is dropped as well where the recipe of a sweep is changed", () => {
    expect(changeRecipe(loadRecipe("fashion-quick"), { epochs: 1 }).recipe.expected).toBeUndefined();
    expect(changeRecipe(loadRecipe("fashion-quick"), { seed: [7] }).recipe.expected).toBeDefined();
  });
});

describe("what is said of a recipe that is wrong", () => {
  test("suggests the key that was meant", () => {
    expect(complaint(["epocs=5"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ epocs: unknown key; did you mean "epochs"?"
    `);
    expect(complaint(["augment.flop=true"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ augment.flop: unknown key; did you mean "flip"?"
    `);
  });

  test("takes no key for one, whatever it is called", () => {
    expect(complaint(["__proto__.x=1"])).toContain("__proto__: unknown key");
    expect(complaint(["constructor=1"])).toContain("constructor: unknown key");
  });

  test("lists the keys where none is near", () => {
    expect(complaint(["optimiser=adam"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ optimiser: unknown key; keys are dataset, imageSize, damagedImages, classOrder, model, modelOptions, trainImages, validationImages, countsAtMost, epochs, batchSize, microBatchSize, sampling, learningRate, momentum, weightDecay, schedule, augment, alpha, alphaSchedule, knobLayers, measure, knobLabels, measures, knobMemory, seed, threads, plugins, checkpointMinutes, device, precision, convolutions, expected"
    `);
  });

  test("names the type that was expected and what came", () => {
    expect(complaint(["learningRate=fast"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ learningRate: expected number; received "fast""
    `);
    expect(complaint(["alpha=.nan"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ alpha: expected number, or expected array; received "NaN""
    `);
    expect(complaint(["alpha=0,one"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ alpha.1: expected number; received "one""
    `);
  });

  test("names the part of a value with several forms", () => {
    expect(complaint(["schedule=cosin"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ schedule: expected one of "constant"|"cosine"|"one-cycle", or expected object; received "cosin""
    `);
    expect(complaint(["schedule={name: steps}"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ schedule.milestones: expected array; received nothing"
    `);
    expect(complaint(["schedule={name: stairs}"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has a problem
        ✖ schedule.name: expected 'constant' | 'cosine' | 'one-cycle' | 'steps'; received "stairs""
    `);
  });

  test("tells all problems at once", () => {
    expect(complaint(["epochs=0", "learningRate=fast", "epocs=3", "seed=-1"])).toMatchInlineSnapshot(`
      "RecipeError: fashion-quick has 4 problems
        ✖ epochs: too small: expected number to be >0; received 0
        ✖ learningRate: expected number; received "fast"
        ✖ seed: too small: expected number to be >=0; received -1
        ✖ epocs: unknown key; did you mean "epochs"?"
    `);
  });

  test("suggests the recipe that was meant, and lists them where none is near", () => {
    expect(complaint([], "fashion-quik")).toMatchInlineSnapshot(`
      "RecipeError: recipe "fashion-quik" has a problem
        ✖ there is no recipe of this name; did you mean "fashion-quick"?"
    `);
    expect(complaint([], "imagenet.yaml")).toMatchInlineSnapshot(`
      "RecipeError: recipe "imagenet.yaml" has a problem
        ✖ there is no recipe of this name; recipes are cifar10-resnet20, cifar10-resnet20-mini, cifar10-vgg16, cifar10-vgg16-mini, fashion-quick, mnist-mlp, mnist-mlp-mini, tinyimagenet-resnet18, tinyimagenet-resnet18-mini, tinyimagenet-resnet50, tinyimagenet-resnet50-mini; or name a .yaml file"
    `);
  });

  test("points into a file that is not YAML, or no recipe", () => {
    expect(complaint([], fileOf("epochs: [1,\n"))).toMatchInlineSnapshot(`
      "RecipeError: FOLDER/mine.yaml has a problem
        ✖ Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1"
    `);
    expect(complaint([], fileOf("- 1\n- 2\n"))).toMatchInlineSnapshot(`
      "RecipeError: FOLDER/mine.yaml has a problem
        ✖ expected keys with values, received a list"
    `);
    expect(complaint([], fileOf("just words\n"))).toMatchInlineSnapshot(`
      "RecipeError: FOLDER/mine.yaml has a problem
        ✖ expected keys with values, received string"
    `);
  });
});
