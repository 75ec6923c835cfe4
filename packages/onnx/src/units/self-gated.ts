/**
 * Nonlinearities written out as a product of x and a gate that x alone opens:
 *
 *     SiLU          x · sigmoid(x), x · sigmoid(1.702 x)
 *     hard swish    x · hardSigmoid(x), x · relu6(x + 3) / 6
 *     GELU          0.5 x · (1 + erf(x / √2)), 0.5 x · (1 + tanh(√(2/π) (x + 0.044715 x³)))
 *     Mish          x · tanh(softplus(x))
 *
 * Exporters order factors and constants in many ways, so what is looked for is the form: a gate, on its way through constant
 * numbers to a product with x, whose own argument is computed of x and of constants alone, element by element.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import type { Activation } from "./activations.js";
import { looksLikeGate, takesNumber } from "./gates.js";
import type { GraphIndex } from "./graph-index.js";

/** A nonlinearity of several nodes. */
export interface SelfGated extends Activation {
  /** Whose output are the units. */
  readonly last: NodeProto;
  /** The gate and what belongs to it, which are no layers of their own. */
  readonly inside: readonly NodeProto[];
}

/** Their names. */
export const selfGatedNames = ["SiLU", "hard swish", "GELU", "Mish"] as const;

const ELEMENTWISE = new Set([
  "Add",
  "Sub",
  "Mul",
  "Div",
  "Pow",
  "Softplus",
  "Identity",
  "Cast",
  "QuantizeLinear",
  "DequantizeLinear",
]);

const QUANTIZES = new Set(["QuantizeLinear", "DequantizeLinear"]);

/** All of them in a graph. */
export function findSelfGated(index: GraphIndex): SelfGated[] {
  return index.graph.node.flatMap((node) => selfGated(node, index) ?? []);
}

function selfGated(gate: NodeProto, index: GraphIndex): SelfGated | undefined {
  const { opType } = gate;
  if (opType !== "Erf" && opType !== "Tanh" && !looksLikeGate(gate, index)) return undefined;
  const way = findProduct(gate.output[0] ?? "", index);
  const other = way?.product.input.find((tensor) => tensor !== way.factor);
  if (!way || other === undefined) return undefined;
  const inside = computedOf(gate.input[0] ?? "", unscaled(other, index), index);
  if (!inside) return undefined;
  const { product, passed } = way;
  const last = opType === "Sigmoid" || opType === "HardSigmoid" ? product : scaled(product, index);
  return { activation: nameOf(gate, inside), mayBeNegative: true, last, inside: [gate, ...passed, ...inside] };
}

/** The way from a gate to the product it goes into. */
interface WayToProduct {
  /** The input of the product that is the gate. */
  readonly factor: string;
  /** A product of two variable tensors. */
  readonly product: NodeProto;
  /** Nodes on the way, which combine the gate with constant numbers. */
  readonly passed: readonly NodeProto[];
}

function findProduct(tensor: string, index: GraphIndex): WayToProduct | undefined {
  const reader = index.onlyReader(tensor);
  if (!reader) return undefined;
  if (reader.opType === "Mul" && index.variable(reader).length === 2)
    return { factor: tensor, product: reader, passed: [] };
  const way =
    takesNumber(reader, index) || QUANTIZES.has(reader.opType) ? findProduct(reader.output[0] ?? "", index) : undefined;
  return way && { ...way, passed: [reader, ...way.passed] };
}

/** What a tensor is without the constant numbers it was multiplied by. */
function unscaled(tensor: string, index: GraphIndex): string {
  const maker = index.maker(tensor);
  return maker && scales(maker, index) ? unscaled(index.variable(maker)[0] ?? tensor, index) : tensor;
}

/** A product, or its multiple where that is all that is made of it: the half of GELU, the sixth of hard swish. */
function scaled(product: NodeProto, index: GraphIndex): NodeProto {
  const reader = index.onlyReader(product.output[0] ?? "");
  return reader && scales(reader, index) ? reader : product;
}

function scales(node: NodeProto, index: GraphIndex): boolean {
  return (node.opType === "Mul" || node.opType === "Div") && takesNumber(node, index);
}

/** The nodes that compute a tensor of x and of constants, element by element; undefined where more goes in. */
function computedOf(tensor: string, x: string, index: GraphIndex): readonly NodeProto[] | undefined {
  if (tensor === x) return [];
  const maker = index.maker(tensor);
  if (!maker || !ELEMENTWISE.has(maker.opType)) return undefined;
  const nodes = [maker];
  for (const input of index.variable(maker)) {
    const more = computedOf(input, x, index);
    if (!more) return undefined;
    nodes.push(...more);
  }
  return nodes;
}

function nameOf({ opType }: NodeProto, inside: readonly NodeProto[]): (typeof selfGatedNames)[number] {
  if (opType === "Sigmoid") return "SiLU";
  if (inside.some((node) => node.opType === "Softplus")) return "Mish";
  return opType === "Erf" || opType === "Tanh" ? "GELU" : "hard swish";
}
