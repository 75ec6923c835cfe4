import { describe, expect, test } from "vitest";
import { encodeModel } from "../src/model/schema.js";
import { OnnxSession } from "../src/session.js";
import { newestIr, newestOpset, oldestOpset } from "../src/versions.js";
import { node, smallModel, weights } from "./support.js";

/** Whether ONNX Runtime loads a graph of operators that hardly changed. */
async function loads({ opset = 17, ir = 8 }): Promise<boolean> {
  const { graph } = smallModel();
  const nodes = [node("MatMul", ["flat", "w1"], "x"), node("Add", ["x", "x"], "logits")];
  const flat = [{ ...node("Flatten", ["images"], "flat") }, ...nodes];
  const changed = { ...graph, node: flat, initializer: [weights("w1", [16, 3])] } as NonNullable<typeof graph>;
  const bytes = encodeModel({ ...smallModel({}, opset), irVersion: ir, graph: changed });
  const session = await OnnxSession.open(bytes).catch(() => undefined);
  await session?.close();
  return session !== undefined;
}

describe("the versions that are taken are those that ONNX Runtime loads", () => {
  test.each([
    [oldestOpset - 1, false],
    [oldestOpset, true],
    [newestOpset, true],
    [newestOpset + 1, false],
  ])("opset %i", async (opset, expected) => {
    expect(await loads({ opset })).toBe(expected);
  });

  test.each([
    [newestIr, true],
    [newestIr + 1, false],
  ])("IR version %i", async (ir, expected) => {
    expect(await loads({ ir })).toBe(expected);
  });
});
