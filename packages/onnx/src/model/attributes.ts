/**
 * Settings of nodes, from plain values and back.
 *
 * @module
 */
import { type AttributeProto, int, type NodeProto } from "./schema.js";

/** A setting: a float is told from a whole number by `{ float }`. */
export type AttributeValue = number | readonly number[] | { readonly float: number };

/** `AttributeProto.AttributeType` of what is written here. */
const [FLOAT, INT, INTS] = [1, 2, 7];

/** Settings as the format has them. */
export function attributes(values: Readonly<Record<string, AttributeValue>>): AttributeProto[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === "number") return { name, type: INT, i: value };
    return "float" in value ? { name, type: FLOAT, f: value.float } : { name, type: INTS, ints: [...value] };
  });
}

/** A setting of a node, if it has it. */
export function attribute({ attribute = [] }: NodeProto, name: string): AttributeProto | undefined {
  return attribute.find((one) => one.name === name);
}

/** A setting that is a whole number. */
export function integer(node: NodeProto, name: string): number | undefined {
  const found = attribute(node, name);
  return found && int(found.i);
}

/** A setting that is a list of whole numbers. */
export function integers(node: NodeProto, name: string): number[] | undefined {
  return attribute(node, name)?.ints?.map(int);
}
