import { expect, test } from "vitest";
import { listOnnxSupport } from "../../src/classifier/support.js";
import { refusals, refuse } from "../../src/refusals.js";
import { reasonsToLeaveOut } from "../../src/units/reasons.js";

test("the table of what can be brought has a line for every refusal and every reason to leave out", () => {
  const lines = listOnnxSupport();
  const of = (how: string) => lines.filter((line) => line.how === how).map(({ what }) => what);
  expect(of("refused")).toEqual(Object.values(refusals).map(({ what }) => what));
  expect(of("left out")).toEqual(Object.values(reasonsToLeaveOut).map(({ what }) => what));
  expect(of("measured").length).toBeGreaterThan(10);
  for (const line of lines) for (const text of Object.values(line)) expect(text.trim()).not.toBe("");
  expect(new Set(lines.map(({ what }) => what)).size).toBe(lines.length);
});

test("an error takes its remedy from the table", () => {
  for (const refusal of Object.values(refusals))
    expect(refuse("x.onnx", refusal, "x.onnx is bad").message).toContain(`to do: ${refusal.remedy}`);
});
