import { expect, test } from "vitest";
import { collectAlphas } from "../../src/table/collect-alphas.js";

test("collectAlphas lists each alpha once, descending", () => {
  expect(collectAlphas([{ alpha: -1 }, { alpha: 0 }, { alpha: 5 }, { alpha: 0 }])).toEqual([5, 0, -1]);
});
