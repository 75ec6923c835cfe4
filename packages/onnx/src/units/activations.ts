/**
 * Recognizes nonlinearities that are one node, and says whether their outputs may be below 0.
 *
 * @module
 */
import { attribute } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import { readBounds } from "./bounds.js";
import type { GraphIndex } from "./graph-index.js";
import { quantizedOperators, rectifiesByZeroPoint } from "./quantized.js";

/** A nonlinearity. */
export interface Activation {
  /** Its usual name. */
  readonly activation: string;
  readonly mayBeNegative: boolean;
}

/** Operators whose outputs are never negative. */
export const neverNegative: ReadonlySet<string> = new Set([
  "Relu",
  "Sigmoid",
  "HardSigmoid",
  "Softplus",
  "ThresholdedRelu",
]);

/** Operators whose outputs may be negative, and their usual names. */
export const mayBeNegative: ReadonlyMap<string, string> = new Map([
  ...["LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Tanh", "Softsign", "Mish", "Erf"].map(
    (name) => [name, name] as const,
  ),
  ...["Gelu", "FastGelu", "BiasGelu", "QuickGelu"].map((name) => [name, "GELU"] as const),
  ["HardSwish", "hard swish"],
  ["Swish", "SiLU"],
]);

/** Limits that reach further down keep numbers from overflowing; those of Hardtanh and its kin do not. */
const DEEPEST_LIMIT = -10;

/** The nonlinearity that a node is, if it is one. */
export function findActivation(node: NodeProto, index: GraphIndex): Activation | undefined {
  return (
    named(node.opType) ??
    fused(node) ??
    quantized(node, index) ??
    limited(node, index) ??
    leaky(node, index) ??
    selected(node, index)
  );
}

/** Operators that join a convolution or a product with a nonlinearity, whose name is a setting then. */
export const fusedOperators: readonly string[] = ["FusedConv", "FusedGemm"];

/** Whether a node is more than its nonlinearity: what goes in is not what the nonlinearity reads. */
export function isJoined({ opType }: NodeProto): boolean {
  return fusedOperators.includes(opType) || (opType in quantizedOperators && opType !== "QuantizeLinear");
}

function quantized(node: NodeProto, index: GraphIndex): Activation | undefined {
  if (node.opType === "QLinearSigmoid") return { activation: "Sigmoid", mayBeNegative: false };
  if (node.opType === "QLinearLeakyRelu") return { activation: "LeakyRelu", mayBeNegative: true };
  return rectifiesByZeroPoint(node, index) ? { activation: "Relu, quantized", mayBeNegative: false } : undefined;
}

function named(opType: string): Activation | undefined {
  if (neverNegative.has(opType)) return { activation: opType, mayBeNegative: false };
  const name = mayBeNegative.get(opType);
  return name === undefined ? undefined : { activation: name, mayBeNegative: true };
}

/** Up to a limit that is a Clip's from 0 on, its outputs are never negative. */
function fused(node: NodeProto): Activation | undefined {
  if (!fusedOperators.includes(node.opType)) return undefined;
  const name = new TextDecoder().decode(attribute(node, "activation")?.s);
  const [low = Number.NEGATIVE_INFINITY] = attribute(node, "activation_params")?.floats ?? [];
  return named(name) ?? (name === "Clip" ? { activation: name, mayBeNegative: low < 0 } : undefined);
}

/** A lower limit from just below 0 on; or an upper limit right after a nonlinearity, as in Relu → Min. */
function limited(node: NodeProto, index: GraphIndex): Activation | undefined {
  const bounds = readBounds(node, index);
  if (!bounds) return undefined;
  const { input, low, high } = bounds;
  if (low <= 0 && low >= DEEPEST_LIMIT) return { activation: node.opType, mayBeNegative: low < 0 };
  if (low !== Number.NEGATIVE_INFINITY || high <= 0 || high === Number.POSITIVE_INFINITY) return undefined; // above 0: keeps a divisor from 0
  const maker = index.maker(index.sameNumbers(input).at(-1) ?? input);
  const before = maker && findActivation(maker, index);
  return before && { activation: node.opType, mayBeNegative: before.mayBeNegative };
}

/** Max(x, a · x). */
function leaky(node: NodeProto, index: GraphIndex): Activation | undefined {
  if (node.opType !== "Max" || node.input.length !== 2) return undefined;
  const [a = "", b = ""] = node.input;
  return isMultiple(a, b, index) || isMultiple(b, a, index)
    ? { activation: "LeakyRelu", mayBeNegative: true }
    : undefined;
}

/** Where(x > t, x, …): a threshold, with a number or a multiple of x below it. */
function selected(node: NodeProto, index: GraphIndex): Activation | undefined {
  const [condition = "", a = "", b = ""] = node.input;
  const comparison = node.opType === "Where" ? index.maker(condition) : undefined;
  if (!comparison) return undefined;
  const keepsAbove = comparison.opType === "Greater" || comparison.opType === "GreaterOrEqual";
  if (!keepsAbove && comparison.opType !== "Less" && comparison.opType !== "LessOrEqual") return undefined;
  const [x, below] = keepsAbove ? [a, b] : [b, a];
  const threshold = index.constantNumber(comparison.input[1] ?? "");
  if (comparison.input[0] !== x || threshold === undefined) return undefined;
  if (isMultiple(below, x, index)) return { activation: "LeakyRelu", mayBeNegative: true };
  const value = index.constantNumber(below);
  if (value === undefined) return undefined;
  return {
    activation: value === 0 && threshold === 0 ? "Relu" : "Threshold",
    mayBeNegative: value < 0 || threshold < 0,
  };
}

/** Whether a tensor is another, multiplied by a constant number. */
function isMultiple(tensor: string, of: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (maker?.opType !== "Mul" || !maker.input.includes(of)) return false;
  return maker.input.some((input) => index.constantNumber(input) !== undefined);
}
