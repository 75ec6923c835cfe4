/**
 * Where the hidden units of somebody's network are: what follows a nonlinearity that is never negative.
 *
 * | units                | Relu, Clip from 0 or above (ReLU6), Sigmoid, HardSigmoid, Softplus, ThresholdedRelu |
 * | may be negative      | LeakyRelu, PRelu, Elu, Selu, Celu, Tanh, Softsign, Gelu, Mish, HardSwish, Swish, and GELU written out with Erf: left out |
 * | gates                | a Sigmoid or HardSigmoid that only scales another tensor, as in SiLU and squeeze-and-excitation: left out |
 *
 * The output layer is none of them.
 * @module
 */
import { attribute } from "../model/attributes.js";
import type { GraphProto, NodeProto, TensorProto } from "../model/schema.js";
import { floatsOf } from "./tensor-values.js";

/** A tensor of hidden units. */
export interface UnitTensor {
  /** The node's name; the tensor's where it has none. */
  readonly layer: string;
  /** The tensor's name in the graph. */
  readonly tensor: string;
}

/** What a graph has of layers. */
export interface UnitSurvey {
  /** In order of computation. */
  readonly units: readonly UnitTensor[];
  /** Layers that are left out, and why. */
  readonly leftOut: readonly { readonly layer: string; readonly why: string }[];
}

const NEVER_NEGATIVE = new Set(["Relu", "Sigmoid", "HardSigmoid", "Softplus", "ThresholdedRelu"]);
const MAY_BE_NEGATIVE = new Set([
  "LeakyRelu",
  "PRelu",
  "Elu",
  "Selu",
  "Celu",
  "Tanh",
  "Softsign",
  "Gelu",
  "Mish",
  "HardSwish",
  "Swish",
  "Erf",
]);
const MAY_BE_GATES = new Set(["Sigmoid", "HardSigmoid"]);

/** Looks for the units. @param output the tensor of class scores, which is none of theirs. */
export function findUnits(graph: GraphProto, output: string): UnitSurvey {
  const units: UnitTensor[] = [];
  const leftOut: UnitSurvey["leftOut"][number][] = [];
  for (const node of graph.node) {
    const [tensor = ""] = node.output;
    if (tensor === output) continue;
    const layer = node.name || tensor;
    if (isNeverNegative(node, graph)) {
      if (isGate(node, graph)) leftOut.push({ layer, why: `its ${node.opType} only scales another tensor` });
      else units.push({ layer, tensor });
    } else if (isActivation(node))
      leftOut.push({ layer, why: `${node.opType === "Erf" ? "GELU" : node.opType} may be negative` });
  }
  return { units, leftOut };
}

const isActivation = ({ opType }: NodeProto) => opType === "Clip" || MAY_BE_NEGATIVE.has(opType);

function isNeverNegative(node: NodeProto, graph: GraphProto): boolean {
  return node.opType === "Clip" ? lowerBound(node, graph) >= 0 : NEVER_NEGATIVE.has(node.opType);
}

/** Of a Clip: a setting up to opset 10, then an input, which counts where it is a constant. */
function lowerBound(node: NodeProto, { initializer, node: nodes }: GraphProto): number {
  const setting = attribute(node, "min");
  if (setting) return setting.f ?? 0;
  const [, name] = node.input;
  const constant = nodes.find(({ opType, output }) => opType === "Constant" && output[0] === name);
  const tensor: TensorProto | undefined =
    initializer.find((weights) => weights.name === name) ?? (constant && attribute(constant, "value")?.t);
  return (tensor && floatsOf(tensor)[0]) ?? Number.NEGATIVE_INFINITY;
}

/** Whether the only thing that is done with a node's output is to scale something by it. */
function isGate({ opType, output: [tensor = ""] }: NodeProto, { node, output }: GraphProto): boolean {
  if (!MAY_BE_GATES.has(opType) || output.some(({ name }) => name === tensor)) return false;
  const readers = node.filter(({ input }) => input.includes(tensor));
  return readers.length > 0 && readers.every((reader) => reader.opType === "Mul");
}
