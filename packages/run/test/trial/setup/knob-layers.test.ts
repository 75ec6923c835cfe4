import { describe, expect, test } from "vitest";
import { recipeWith } from "../../../../testing/src/trials.js";
import { resolveKnobLayers } from "../../../src/trial/setup/knob-layers.js";

const LAYERS = ["relu", "layer1.0.relu1", "layer1.0.relu2", "layer2.0.relu1", "layer2.0.relu2"];
const of = (knobLayers: unknown) => resolveKnobLayers(recipeWith({ knobLayers }), LAYERS);

describe("knobLayersOf", () => {
  test.each<[unknown, unknown]>([
    ["all", "all"],
    [["layer2.0.relu1"], ["layer2.0.relu1"]],
    [{ first: 2 }, LAYERS.slice(0, 2)],
    [{ last: 2 }, LAYERS.slice(3)],
    [{ allButLast: 4 }, ["relu"]],
    [{ stages: ["layer1"] }, LAYERS.slice(1, 3)],
    [{ stages: ["layer2", "relu"] }, ["relu", ...LAYERS.slice(3)]],
  ])("%j", (knobLayers, expected) => {
    expect(of(knobLayers)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [["layer1.0.relu"], 'no unit layer "layer1.0.relu"; did you mean "layer1.0.relu1"?'],
    [{ stages: ["layr1"] }, 'no stage "layr1"; did you mean "layer1"?'],
    [{ first: 6 }, "{first: 6} leaves no layer, or asks for too many; resnet8 has 5 unit layers"],
    [{ allButLast: 5 }, "{allButLast: 5} leaves no layer"],
  ])("refuses %j", (knobLayers, message) => {
    expect(() => of(knobLayers)).toThrow(message);
  });
});
