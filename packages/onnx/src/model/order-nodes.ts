/**
 * Brings nodes into an order of computation: the format asks for it, but ONNX Runtime loads files that lack it.
 *
 * @module
 */
import type { NodeProto } from "./schema.js";
import { readsOf } from "./subgraphs.js";

/** The nodes, each behind those whose outputs it reads; as they are where that holds already. */
export function orderNodes(nodes: NodeProto[]): NodeProto[] {
  const waiting = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const ordered: NodeProto[] = [];
  const open = new Set(nodes);
  const isReady = (node: NodeProto) => readsOf(node).every((name) => !open.has(waiting.get(name) as NodeProto));
  while (open.size > 0) {
    const before = open.size;
    for (const node of open) {
      if (!isReady(node)) continue;
      open.delete(node);
      ordered.push(node);
    }
    if (open.size === before) return nodes; // in a circle, which ONNX Runtime refuses
  }
  return ordered;
}
