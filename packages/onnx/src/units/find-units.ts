/**
 * Where the hidden units of somebody's network are: what follows a nonlinearity.
 *
 * | never negative  | Relu, Clip from 0 (ReLU6), Sigmoid, HardSigmoid, Softplus, ThresholdedRelu |
 * | may be negative | LeakyRelu, PRelu, Elu, Selu, Celu, Tanh, Softsign, Gelu, Mish, HardSwish, Swish, Clip from below 0 (Hardtanh), and GELU, SiLU, hard swish, Mish written out: see self-gated.ts |
 * | left out        | gates, the inside of squeeze-and-excitation, what is rectified a second time: see left-out.ts |
 *
 * The output layer is none of them.
 * @module
 */
import type { GraphProto, NodeProto } from "../model/schema.js";
import { type Activation, findActivation } from "./activations.js";
import { GraphIndex } from "./graph-index.js";
import { reasonToLeaveOut } from "./left-out.js";
import { findSelfGated } from "./self-gated.js";
import { unitAxis } from "./unit-axis.js";

/** A tensor of hidden units. */
export interface UnitTensor extends Activation {
  /** The name of the node that ends the nonlinearity; the tensor's where it has none. */
  readonly layer: string;
  /** The tensor's name in the graph. */
  readonly tensor: string;
  /** Of the units: from 0, or negative and counted from the end; undefined where the graph does not tell. */
  readonly axis: number | undefined;
}

/** A layer that is not among the units, and why. */
export interface LeftOut {
  readonly layer: string;
  readonly why: string;
}

/** What a graph has of layers. */
export interface UnitSurvey {
  /** In order of computation. */
  readonly units: readonly UnitTensor[];
  readonly leftOut: readonly LeftOut[];
}

/** Looks for the units. @param scores the tensor of class scores, which is none of theirs in whatever form. */
export function findUnits(graph: GraphProto, scores: string): UnitSurvey {
  const index = new GraphIndex(graph);
  const output = new Set(index.sameNumbers(scores));
  const written = findSelfGated(index);
  const byLast = new Map<NodeProto, Activation>(written.map((one) => [one.last, one]));
  const inside = new Set(written.flatMap((one) => one.inside));
  const units: UnitTensor[] = [];
  const leftOut: LeftOut[] = [];
  for (const node of graph.node) {
    const [tensor = ""] = node.output;
    const found = byLast.get(node) ?? (inside.has(node) ? undefined : findActivation(node, index));
    if (!found || output.has(tensor)) continue;
    const layer = node.name || tensor;
    const why = reasonToLeaveOut(node, index);
    if (why) leftOut.push({ layer, why });
    else {
      const { activation, mayBeNegative } = found;
      units.push({ layer, tensor, activation, mayBeNegative, axis: unitAxis(tensor, index) });
    }
  }
  return { units, leftOut };
}
