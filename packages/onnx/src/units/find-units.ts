/**
 * Where the hidden units of somebody's network are: what follows a nonlinearity.
 *
 * | never negative  | Relu, Clip from 0 (ReLU6), Sigmoid, HardSigmoid, Softplus, ThresholdedRelu |
 * | may be negative | LeakyRelu, PRelu, Elu, Selu, Celu, Tanh, Softsign, Gelu, Mish, HardSwish, Swish, Clip from below 0 (Hardtanh), and GELU, SiLU, hard swish, Mish written out: see self-gated.ts |
 * | left out        | gates, the inside of squeeze-and-excitation, what is rectified a second time: see left-out.ts; what only other outputs depend on; what is inside of Loop, If, Scan or LSTM: see hidden-layers.ts; nonlinearities that are not in the lists: see unknown-nonlinearities.ts |
 *
 * The output layer is none of them.
 * @module
 */
import type { GraphProto, NodeProto } from "../model/schema.js";
import { type Activation, findActivation, isJoined } from "./activations.js";
import { type ConstantFacts, GraphIndex } from "./graph-index.js";
import { findHiddenLayers } from "./hidden-layers.js";
import { isRequantized, type LeftOut, reasonToLeaveOut } from "./left-out.js";
import { onlyQuantizedForm, type Quantization, readQuantization } from "./quantized.js";
import { reasonsToLeaveOut } from "./reasons.js";
import { findSelfGated, type SelfGated } from "./self-gated.js";
import { unitAxis } from "./unit-axis.js";
import { findUnknownNonlinearities } from "./unknown-nonlinearities.js";

/** A tensor of hidden units. */
export interface UnitTensor extends Activation {
  /** The name of the node that ends the nonlinearity; the tensor's where it has none. */
  readonly layer: string;
  /** The tensor's name in the graph. */
  readonly tensor: string;
  /** How the tensor's numbers are quantized; absent where they are what they stand for. */
  readonly quantization?: Quantization;
  /** Of the units: from 0, or negative and counted from the end; undefined where the graph does not tell. */
  readonly axis: number | undefined;
}

/** What a graph has of layers. */
export interface UnitSurvey {
  /** In order of computation. */
  readonly units: readonly UnitTensor[];
  readonly leftOut: readonly LeftOut[];
}

/** A nonlinearity in a graph. */
interface Candidate extends Activation {
  readonly layer: string;
  /** Its last node, whose output are the units. */
  readonly node: NodeProto;
  /** All of its nodes. */
  readonly nodes: readonly NodeProto[];
}

/**
 * Looks for the units.
 *
 * @param scores the tensor of class scores, which is not a layer in whatever form.
 * @param constants what a run showed of constants that nodes compute.
 */
export function findUnits(
  graph: GraphProto,
  scores: string,
  constants: ReadonlyMap<string, ConstantFacts> = new Map(),
): UnitSurvey {
  const index = new GraphIndex(graph, constants);
  const output = new Set(index.sameNumbers(scores));
  const units: UnitTensor[] = [];
  const leftOut: LeftOut[] = [];
  const reasons = new Map<Candidate, string>();
  const candidates = findCandidates(index).filter(({ node }) => !output.has(node.output[0] ?? ""));
  const others = graph.output.map(({ name }) => name).filter((name) => name !== scores);
  const isOfOther = ({ node }: Candidate) =>
    !index.dependsOn(scores, node) &&
    others.some((other) => index.dependsOn(other, node) && !node.output.includes(other));
  for (const one of candidates) {
    const why = isOfOther(one) ? reasonsToLeaveOut.otherOutput.says(scores) : reasonToLeaveOut(one.node, index);
    if (why) reasons.set(one, why);
  }
  const kept = candidates.filter((one) => !reasons.has(one));
  for (const one of candidates) {
    const { layer, node, activation, mayBeNegative } = one;
    const why = reasons.get(one) ?? reasonBySuccessor(one, kept, index);
    const tensor = node.output[0] ?? "";
    if (why) leftOut.push({ layer, why });
    else units.push({ layer, activation, mayBeNegative, axis: unitAxis(tensor, index), ...readFrom(node, index) });
  }
  const known = new Set(candidates.flatMap(({ nodes }) => nodes));
  const unknown = findUnknownNonlinearities(index, known);
  return { units, leftOut: [...leftOut, ...findHiddenLayers(graph), ...unknown] };
}

/** The tensor that the next layer reads: of one that is quantized before it is read, the quantized one. */
function readFrom(node: NodeProto, index: GraphIndex): Pick<UnitTensor, "tensor" | "quantization"> {
  const made = node.output[0] ?? "";
  const maker = onlyQuantizedForm(made, index) ?? node;
  const quantization = readQuantization(maker);
  return { tensor: maker.output[0] ?? "", ...(quantization && { quantization }) };
}

function findCandidates(index: GraphIndex): Candidate[] {
  const written = findSelfGated(index);
  const byLast = new Map<NodeProto, SelfGated>(written.map((one) => [one.last, one]));
  const inside = new Set(written.flatMap((one) => one.inside));
  return index.graph.node.flatMap((node) => {
    const gated = byLast.get(node);
    const found = gated ?? (inside.has(node) ? undefined : findActivation(node, index));
    if (!found || isRequantized(node, index)) return [];
    const { activation, mayBeNegative } = found;
    const layer = node.name || (node.output[0] ?? "");
    return [{ activation, mayBeNegative, layer, node, nodes: [node, ...(gated?.inside ?? [])] }];
  });
}

/** What the next layer reads are the units: of nonlinearities in a row, the output of the last. */
function reasonBySuccessor(one: Candidate, kept: readonly Candidate[], index: GraphIndex): string | undefined {
  const tensor = one.node.output[0] ?? "";
  if (index.comesOut(tensor)) return undefined;
  const readers = index.readersThroughForms(tensor);
  const next = kept.find(
    (other) =>
      other !== one &&
      !isJoined(other.node) &&
      readers.length > 0 &&
      readers.every((reader) => other.nodes.includes(reader)),
  );
  return next && reasonsToLeaveOut.successor.says(next.layer);
}
