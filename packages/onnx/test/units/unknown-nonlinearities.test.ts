import { describe, expect, test } from "vitest";
import { node } from "../support.js";
import { written } from "./found.js";

const read = (...tensors: string[]) => tensors.map((tensor, i) => node("Conv", [tensor, "w"], `read${i}`));
const why = (operator: string) => `${operator} is not among the nonlinearities whose outputs are taken for units`;

describe("nonlinearities that are not in the lists are left out, by name", () => {
  test("where a weighted layer reads them, perhaps pooled, scaled or added to something", () => {
    const y = node("Conv", ["images", "w"], "y");
    const nodes = [y, node("Abs", ["x"], "a"), node("Mul", ["y", "y"], "b"), node("Max", ["x", "y"], "c")];
    const passed = [node("MaxPool", ["a"], "p"), node("Mul", ["b", "half"], "s"), node("Add", ["s", "x"], "t")];
    expect(written([...nodes, ...passed, ...read("p", "t", "c")]).leftOut).toEqual({
      ...{ a: why("Abs"), b: why("a square"), c: why("Max") },
    });
  });

  test("the square of a rectifier too, which itself counts", () => {
    const nodes = [node("Relu", ["x"], "r"), node("Pow", ["r", "two"], "p"), ...read("p")];
    expect(written(nodes)).toEqual({ units: ["r"], leftOut: { p: why("Pow") } });
  });

  test("not where they normalize, or where nothing with weights reads them", () => {
    const norm = [node("Sqrt", ["x"], "root"), node("Div", ["x", "root"], "n"), node("Mul", ["n", "half"], "m")];
    expect(written([...norm, node("Abs", ["x"], "unread"), ...read("m")]).leftOut).toEqual({});
    const shape = [node("Shape", ["x"], "s"), node("Where", ["c", "s", "t"], "to"), node("Reshape", ["x", "to"], "r")];
    expect(written([...shape, ...read("r")]).leftOut).toEqual({});
  });
});
