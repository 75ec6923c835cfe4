/**
 * Nonlinearities that are one node, and whether what comes out of them can be below 0.
 *
 * @module
 */
import { attribute } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import type { GraphIndex } from "./graph-index.js";
import { readFloats } from "./tensor-values.js";

/** A nonlinearity. */
export interface Activation {
  /** As people call it. */
  readonly activation: string;
  readonly mayBeNegative: boolean;
}

const NEVER_NEGATIVE = new Set(["Relu", "Sigmoid", "HardSigmoid", "Softplus", "ThresholdedRelu"]);

const MAY_BE_NEGATIVE: ReadonlyMap<string, string> = new Map([
  ...["LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Tanh", "Softsign", "Mish", "Erf"].map(
    (name) => [name, name] as const,
  ),
  ...["Gelu", "FastGelu", "BiasGelu", "QuickGelu"].map((name) => [name, "GELU"] as const),
  ["HardSwish", "hard swish"],
  ["Swish", "SiLU"],
]);

/** Clips that reach further down keep numbers from overflowing; those of Hardtanh and its kin do not. */
const DEEPEST_CLIP = -10;

/** The nonlinearity that a node is, if it is one. */
export function findActivation(node: NodeProto, index: GraphIndex): Activation | undefined {
  const { opType } = node;
  if (NEVER_NEGATIVE.has(opType)) return { activation: opType, mayBeNegative: false };
  const name = MAY_BE_NEGATIVE.get(opType);
  if (name) return { activation: name, mayBeNegative: true };
  const low = opType === "Clip" ? bound(node, "min", index) : undefined;
  if (low === undefined || low > 0 || low < DEEPEST_CLIP) return undefined; // above 0: keeps a divisor from 0
  return { activation: opType, mayBeNegative: low < 0 };
}

/** A bound of a Clip: a setting up to opset 10, then an input, which counts where it is a constant. */
export function bound(node: NodeProto, which: "min" | "max", index: GraphIndex): number | undefined {
  const setting = attribute(node, which);
  if (setting) return setting.f ?? 0;
  const constant = index.constant(node.input[which === "min" ? 1 : 2] ?? "");
  return constant && readFloats(constant)[0];
}
