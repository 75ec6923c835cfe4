import { describe, expect, test } from "vitest";
import { inlineFunctions } from "../../src/model/inline-functions.js";
import {
  decodeModel,
  encodeModel,
  type FunctionProto,
  type GraphProto,
  type NodeProto,
} from "../../src/model/schema.js";
import { node, smallModel } from "../support.js";

const call = (input: string[], output: string, name = output): NodeProto => ({
  ...node("act", input, output, {}, name),
  domain: "mine",
});
const act = (nodes: NodeProto[], output = ["Y"]): FunctionProto => ({
  ...{ name: "act", domain: "mine", input: ["X"], output, node: nodes, opsetImport: [{ domain: "", version: 17 }] },
});

/** The nodes of a file with functions, written out; also after its bytes are read again. */
function inlined(nodes: NodeProto[], functions: FunctionProto[]) {
  const model = { ...smallModel({ node: nodes }), metadataProps: [{ key: "a", value: "b" }], functions };
  const bytes = encodeModel(model);
  const { graph, bytes: written } = inlineFunctions(bytes, { ...decodeModel(bytes), graph: model.graph as GraphProto });
  const again = decodeModel(written);
  expect(again.metadataProps).toEqual([{ key: "a", value: "b" }]);
  expect(again.graph?.initializer.map(({ name }) => name)).toEqual(["w1", "w2"]);
  expect(again.graph?.input.map(({ name }) => name)).toEqual(["images"]);
  const outline = (all: readonly NodeProto[]) => all.map((one) => `${one.opType} ${one.input} > ${one.output}`);
  expect(outline(again.graph?.node ?? [])).toEqual(outline(graph.node));
  return outline(graph.node);
}

describe("functions are written out where they are called", () => {
  test("under names of their own, the rest of the file unchanged", () => {
    const body = [node("Neg", ["X"], "h"), node("Relu", ["h"], "Y")];
    expect(inlined([call(["images"], "a"), call(["a"], "b")], [act(body)])).toEqual([
      ...["Neg images > a/h", "Relu a/h > a", "Neg a > b/h", "Relu b/h > b"],
    ]);
  });

  test("also in the graphs inside of their nodes", () => {
    const branch = (operator: string): GraphProto => ({
      ...{ node: [node(operator, ["X"], "t")], initializer: [], input: [], output: [{ name: "t" }] },
    });
    const choose: NodeProto = {
      ...node("If", ["X"], "Y"),
      attribute: [
        { name: "then_branch", type: 5, g: branch("Relu") },
        { name: "else_branch", type: 5, g: branch("Tanh") },
      ],
    };
    const model = { ...smallModel({ node: [call(["images"], "a")] }), functions: [act([choose])] };
    const bytes = encodeModel(model);
    const { graph } = inlineFunctions(bytes, { ...decodeModel(bytes), graph: model.graph as GraphProto });
    expect(graph.node[0]?.attribute?.map(({ g }) => g?.node[0]?.input)).toEqual([["images"], ["images"]]);
    expect(graph.node[0]?.attribute?.map(({ g }) => g?.output[0]?.name)).toEqual(["a/t", "a/t"]);
  });

  test("where an input is handed on as it is", () => {
    expect(inlined([call(["images"], "a")], [act([], ["X"])])).toEqual(["Identity images > a"]);
  });

  test("not where they call themselves", () => {
    expect(() => inlined([call(["images"], "a")], [act([call(["X"], "Y")])])).toThrow(/the function act calls itself/);
  });
});
