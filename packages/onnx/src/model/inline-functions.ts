/**
 * Writes the functions of a file out where they are called, so that what is inside of them can be seen: exporters of PyTorch 2.1 to
 * 2.5 wrote every operator, or every module, as a function.
 *
 * @module
 */
import type { AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto } from "./schema.js";
import { replaceNodes } from "./schema.js";

/** Functions may not call themselves; a file that is damaged in this way ends here. */
const DEEPEST = 64;

/** A file without calls of functions in its main graph. */
export interface InlinedModel {
  readonly bytes: Uint8Array;
  readonly graph: GraphProto;
  readonly opsetImport: readonly OperatorSetIdProto[];
}

/** Writes functions out; a file without calls keeps its bytes. @throws RangeError where functions call themselves. */
export function inlineFunctions(bytes: Uint8Array, model: ModelProto & { graph: GraphProto }): InlinedModel {
  const { graph, functions = [], opsetImport = [] } = model;
  const byId = new Map(functions.map((one) => [functionId(one.domain, one.name, one.overload), one]));
  if (!graph.node.some((node) => calledBy(node, byId))) return { bytes, graph, opsetImport };
  const node = graph.node.flatMap((one) => writtenOut(one, byId, 0));
  const missing = functions
    .flatMap((one) => one.opsetImport ?? [])
    .filter(({ domain = "" }, i, all) => {
      const isFirst = all.findIndex((other) => (other.domain ?? "") === domain) === i;
      return isFirst && !opsetImport.some((other) => (other.domain ?? "") === domain);
    });
  return {
    bytes: replaceNodes(bytes, node, missing),
    graph: { ...graph, node },
    opsetImport: [...opsetImport, ...missing],
  };
}

const functionId = (domain = "", name = "", overload = "") => `${domain}:${name}:${overload}`;

function calledBy(
  { domain, opType, overload }: NodeProto,
  functions: ReadonlyMap<string, FunctionProto>,
): FunctionProto | undefined {
  return functions.get(functionId(domain, opType, overload));
}

function writtenOut(node: NodeProto, functions: ReadonlyMap<string, FunctionProto>, depth: number): NodeProto[] {
  const called = calledBy(node, functions);
  if (!called) return [node];
  if (depth > DEEPEST) throw new RangeError(`the function ${called.name} calls itself`);
  return bodyOf(called, node).flatMap((inner) => writtenOut(inner, functions, depth + 1));
}

/** The nodes of a function under names of their own. */
function bodyOf(called: FunctionProto, call: NodeProto): NodeProto[] {
  const prefix = `${call.name || call.output[0]}/`;
  const names = new Map(called.input.map((name, i) => [name, call.input[i] ?? ""]));
  const handedOn: NodeProto[] = [];
  for (const [i, name] of called.output.entries()) {
    const outside = call.output[i];
    if (!outside) continue;
    const inside = names.get(name); // an input, or an earlier output, that is handed on as it is
    if (inside === undefined) names.set(name, outside);
    else handedOn.push({ name: outside, opType: "Identity", input: [inside], output: [outside] });
  }
  const settings = new Map([...(called.attributeProto ?? []), ...(call.attribute ?? [])].map((one) => [one.name, one]));
  const rename = (name: string) => (name === "" ? "" : (names.get(name) ?? prefix + name));
  const body = called.node.map((inner) => {
    const named = renamed(inner, rename, settings);
    return inner.name ? { ...named, name: prefix + inner.name } : named;
  });
  return [...body, ...handedOn];
}

function renamed(
  node: NodeProto,
  rename: (name: string) => string,
  settings: ReadonlyMap<string, AttributeProto>,
): NodeProto {
  return {
    ...node,
    input: node.input.map(rename),
    output: node.output.map(rename),
    attribute: (node.attribute ?? []).flatMap((one) => settled(one, rename, settings)),
  };
}

/** A setting as the call has it; none where the call leaves it out. */
function settled(
  setting: AttributeProto,
  rename: (name: string) => string,
  settings: ReadonlyMap<string, AttributeProto>,
): AttributeProto[] {
  if (setting.refAttrName) {
    const given = settings.get(setting.refAttrName);
    return given ? [{ ...given, name: setting.name }] : [];
  }
  const inside = (graph: GraphProto) => renamedGraph(graph, rename, settings);
  if (setting.g) return [{ ...setting, g: inside(setting.g) }];
  return [setting.graphs?.length ? { ...setting, graphs: setting.graphs.map(inside) } : setting];
}

function renamedGraph(
  graph: GraphProto,
  rename: (name: string) => string,
  settings: ReadonlyMap<string, AttributeProto>,
): GraphProto {
  return {
    ...graph,
    node: graph.node.map((node) => renamed(node, rename, settings)),
    initializer: graph.initializer.map((weights) => ({ ...weights, name: rename(weights.name ?? "") })),
    input: graph.input.map((value) => ({ ...value, name: rename(value.name) })),
    output: graph.output.map((value) => ({ ...value, name: rename(value.name) })),
  };
}
