import { describe, expect, test } from "vitest";
import { chooseAlphaColors } from "../../../src/figures/contract/alpha-scale.js";

const rgb = (colour: string | undefined) =>
  /^#/.test(colour ?? "")
    ? [1, 3, 5].map((at) => Number.parseInt(colour?.slice(at, at + 2) ?? "", 16))
    : (colour?.match(/\d+/g) ?? []).map(Number);
const lightness = (colour: string | undefined) => rgb(colour).reduce((sum, channel) => sum + channel, 0);

describe("alphaColours", () => {
  test("is blue where alpha discourages, red where it encourages, grey at the control", () => {
    const [encourage = [], control = [], discourage = []] = chooseAlphaColors([1, 0, -1]).map(rgb);
    expect(encourage[0]).toBeGreaterThan(encourage[2] ?? 0);
    expect(discourage[2]).toBeGreaterThan(discourage[0] ?? 0);
    expect(new Set(control).size).toBe(1);
  });

  test.each([
    ["light", -1],
    ["dark", 1],
  ] as const)("goes away from a %s page as the knob grows, from ±0.1 to ±100", (mode, sign) => {
    for (const side of [-1, 1]) {
      const colours = chooseAlphaColors(
        [0.1, 0.3, 1, 5, 30, 100].map((strength) => side * strength),
        mode,
      );
      const steps = colours.slice(1).map((colour, index) => sign * (lightness(colour) - lightness(colours[index])));
      expect(Math.min(...steps)).toBeGreaterThan(15); // of 765: neighbours stay apart
    }
  });

  test("gives ± the same strength the same place on either side, and knows one strength, or none", () => {
    expect(chooseAlphaColors([2, -2])).toEqual([chooseAlphaColors([2])[0], chooseAlphaColors([-2])[0]]);
    expect(chooseAlphaColors([0])).toHaveLength(1);
    expect(chooseAlphaColors([])).toEqual([]);
  });
});
