/**
 * The graphs inside of nodes: what If, Loop, Scan and SequenceMap run.
 *
 * @module
 */
import type { GraphProto, NodeProto } from "./schema.js";

/** The graphs of a node; most have none. */
export function subgraphsOf({ attribute = [] }: NodeProto): readonly GraphProto[] {
  return attribute.flatMap(({ g, graphs = [] }) => [...(g ? [g] : []), ...graphs]);
}

/** All nodes of a graph, and of the graphs inside of them. */
export function everyNode(graph: GraphProto): readonly NodeProto[] {
  return graph.node.flatMap((node) => [node, ...subgraphsOf(node).flatMap(everyNode)]);
}

/** Tensors that a node reads: its inputs, and those of the surrounding graph that its own graphs use by name. */
export function readsOf(node: NodeProto): readonly string[] {
  const captured = subgraphsOf(node).flatMap(captures);
  const named = node.input.filter((tensor) => tensor !== "");
  return captured.length === 0 ? named : [...new Set([...named, ...captured])];
}

function captures(graph: GraphProto): string[] {
  const own = new Set([
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  const read = [...graph.node.flatMap(readsOf), ...graph.output.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}
