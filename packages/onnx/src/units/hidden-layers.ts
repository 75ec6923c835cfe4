/**
 * Nonlinearities that cannot be opened, so that their units are not measured: those inside of If, Loop and Scan, and those of
 * operators that contain their own, such as LSTM. They are listed, never dropped without a word.
 *
 * @module
 */
import type { GraphProto, NodeProto } from "../model/schema.js";
import { everyNode, subgraphsOf } from "../model/subgraphs.js";
import { findActivation } from "./activations.js";
import { GraphIndex } from "./graph-index.js";
import type { LeftOut } from "./left-out.js";
import { reasonsToLeaveOut } from "./reasons.js";

/** Operators with nonlinearities of their own, which have no outputs. */
export const recurrentOperators = ["LSTM", "GRU", "RNN"] as const;

/** The nonlinearities of a graph that cannot be opened, and why. */
export function findHiddenLayers(graph: GraphProto): LeftOut[] {
  return graph.node.flatMap((node) => {
    if ((recurrentOperators as readonly string[]).includes(node.opType))
      return [{ layer: nameOf(node), why: reasonsToLeaveOut.recurrent.says(node.opType) }];
    return subgraphsOf(node).flatMap((inner) => insideOf(node, inner));
  });
}

function insideOf(outer: NodeProto, inner: GraphProto): LeftOut[] {
  const why = reasonsToLeaveOut.subgraph.says(`${outer.opType} ${nameOf(outer)}`);
  return everyNode(inner)
    .filter((node) => findActivation(node, new GraphIndex(inner)))
    .map((node) => ({ layer: nameOf(node), why }));
}

const nameOf = ({ name, output }: NodeProto) => name || (output[0] ?? "");
