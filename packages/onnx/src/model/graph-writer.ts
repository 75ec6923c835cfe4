/**
 * Writes a graph node by node.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import { type AttributeValue, attributes } from "./attributes.js";
import { FLOAT, type GraphProto, INT64, type NodeProto, type TensorProto, type ValueInfoProto } from "./schema.js";

/** What a node is told besides its kind and its inputs. */
export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Of the node and its output, with a number where it is taken; its kind by default. */
  readonly name?: string | undefined;
}

const DATA_TYPES: Readonly<Record<string, number>> = { float32: FLOAT, int64: INT64, float64: 11, int32: 6, bool: 9 };

/** A graph in the making. Tensors are known by their names. */
export class GraphWriter {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers = new Map<string, TensorProto>();
  readonly #taken = new Set<string>();

  /** Adds a node with one output. @returns the output's name. */
  node(opType: string, input: readonly string[], { attributes: values = {}, name }: NodeOptions = {}): string {
    const output = this.#free(name ?? opType);
    this.#nodes.push({ name: output, opType, input: [...input], output: [output], attribute: attributes(values) });
    return output;
  }

  /** Adds a tensor of weights under its own name, once. @returns the name. */
  weights(name: string, tensor: Tensor): string {
    if (!this.#initializers.has(name)) {
      const dataType = DATA_TYPES[tensor.dtype];
      if (dataType === undefined) throw new TypeError(`${name}: ${tensor.dtype} weights have no place in ONNX files`);
      this.#initializers.set(name, { name, dims: [...tensor.shape], dataType, rawData: tensor.toBytes() });
      this.#taken.add(name);
    }
    return name;
  }

  /** Adds a tensor that has no name of its own. @returns the name it gets. */
  constant(tensor: Tensor): string {
    return this.weights(this.#free("constant"), tensor);
  }

  /** Adds whole numbers, as shapes, axes and places are told. @returns the name they get. */
  integers(values: readonly number[]): string {
    const name = this.#free("constant");
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#initializers.set(name, { name, dims: [values.length], dataType: INT64, rawData });
    return name;
  }

  /** Gives a node's output, and the node, another name. @throws Error where that is taken. */
  rename(from: string, to: string): void {
    if (from === to) return;
    if (this.#taken.has(to)) throw new Error(`GraphWriter: the name "${to}" is taken`);
    this.#taken.add(to);
    for (const node of this.#nodes) {
      if (node.output.includes(from)) node.name = to;
      node.input = node.input.map((name) => (name === from ? to : name));
      node.output = node.output.map((name) => (name === from ? to : name));
    }
  }

  /** The finished graph, without nodes and weights that no output hangs on. */
  finish(name: string, input: ValueInfoProto[], output: ValueInfoProto[]): GraphProto {
    const wanted = new Set(output.map((value) => value.name));
    const node = this.#nodes
      .toReversed()
      .filter(({ input: from, output: to }) => {
        if (!to.some((tensor) => wanted.has(tensor))) return false;
        for (const tensor of from) wanted.add(tensor);
        return true;
      })
      .reverse();
    const initializer = [...this.#initializers.values()].filter((weights) => wanted.has(weights.name as string));
    return { name, node, initializer, input, output };
  }

  /** The name, or where it is taken the name and a number. */
  #free(name: string): string {
    let free = name;
    for (let i = 1; this.#taken.has(free); i++) free = `${name}_${i}`;
    this.#taken.add(free);
    return free;
  }
}

/** A float32 tensor that goes in or comes out; a size is a number, or a name where it is open. */
export function floats(name: string, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
