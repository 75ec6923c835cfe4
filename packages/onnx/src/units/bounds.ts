/**
 * Nodes that limit a tensor's numbers, x ↦ min(max(x, low), high): Relu, Clip, and Max or Min with a constant number.
 *
 * Exporters write one rectifier in several ways: ReLU6 as a Clip, as Relu → Clip, as Relu → Min, as Max → Min.
 *
 * @module
 */
import { attribute } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import type { GraphIndex } from "./graph-index.js";

/** What a node limits, and to which range. */
export interface Bounds {
  /** The tensor that is limited. */
  readonly input: string;
  readonly low: number;
  readonly high: number;
}

/** The range a node limits its input to; undefined where it does not, or where a limit is computed from the images. */
export function readBounds(node: NodeProto, index: GraphIndex): Bounds | undefined {
  const [input = ""] = node.input;
  if (node.opType === "Relu") return { input, low: 0, high: Number.POSITIVE_INFINITY };
  if (node.opType === "Clip") return readClip(node, index);
  if (node.opType === "Max" || node.opType === "Min") return readExtremum(node, index);
  return undefined;
}

/** A limit of a Clip is a setting up to opset 10, then an input. */
function readClip(node: NodeProto, index: GraphIndex): Bounds | undefined {
  const limit = (which: "min" | "max", otherwise: number) => {
    const setting = attribute(node, which);
    if (setting) return setting.f ?? 0;
    const tensor = node.input[which === "min" ? 1 : 2] ?? "";
    return tensor === "" ? otherwise : index.constantNumber(tensor);
  };
  const [low, high] = [limit("min", Number.NEGATIVE_INFINITY), limit("max", Number.POSITIVE_INFINITY)];
  return low === undefined || high === undefined ? undefined : { input: node.input[0] ?? "", low, high };
}

function readExtremum(node: NodeProto, index: GraphIndex): Bounds | undefined {
  const [input, ...others] = index.variable(node);
  const numbers = node.input.filter((tensor) => tensor !== input).map((tensor) => index.constantNumber(tensor));
  if (input === undefined || others.length > 0 || numbers.length === 0) return undefined;
  if (!numbers.every((one) => one !== undefined)) return undefined;
  return node.opType === "Max"
    ? { input, low: Math.max(...numbers), high: Number.POSITIVE_INFINITY }
    : { input, low: Number.NEGATIVE_INFINITY, high: Math.min(...numbers) };
}

/**
 * The range of a node together with the limiting nodes directly before and after it, as long as each is the only reader of the one
 * before.
 */
export function readJointBounds(node: NodeProto, index: GraphIndex): Bounds | undefined {
  const own = readBounds(node, index);
  if (!own) return undefined;
  const before = boundsBefore(own.input, index);
  const after = boundsAfter(node, index);
  const all = [...before, own, ...after];
  return {
    input: all[0]?.input ?? own.input,
    low: Math.max(...all.map(({ low }) => low)),
    high: Math.min(...all.map(({ high }) => high)),
  };
}

function boundsBefore(tensor: string, index: GraphIndex): Bounds[] {
  const maker = index.maker(tensor);
  const bounds = maker && index.onlyReader(tensor) ? readBounds(maker, index) : undefined;
  return bounds ? [...boundsBefore(bounds.input, index), bounds] : [];
}

function boundsAfter(node: NodeProto, index: GraphIndex): Bounds[] {
  const reader = index.onlyReader(node.output[0] ?? "");
  const bounds = reader && readBounds(reader, index);
  return reader && bounds ? [bounds, ...boundsAfter(reader, index)] : [];
}
