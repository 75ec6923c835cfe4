/**
 * Answers questions about a graph: which node computes a tensor, which nodes read it, what is constant.
 *
 * Of constants that nodes compute (a reshaped scale, say), only a run shows shape and numbers: see computed-constants.ts.
 *
 * @module
 */
import { nameElementType } from "../element-types.js";
import { attribute } from "../model/attributes.js";
import { type GraphProto, int, type NodeProto, type TensorProto } from "../model/schema.js";
import { readsOf } from "../model/subgraphs.js";
import { readNumbers } from "./tensor-values.js";

/** Operators whose output holds the numbers of their first input, in a different form. */
const SAME_NUMBERS = new Set(
  "Identity Cast CastLike Dropout Reshape Flatten Squeeze Unsqueeze QuantizeLinear DequantizeLinear".split(" "),
);

/** Readers that use a tensor's size alone, or its element type. */
const IGNORE_NUMBERS: Readonly<Record<string, number>> = { Shape: 0, Size: 0, CastLike: 1 };

/** What is known of a constant. */
export interface ConstantFacts {
  readonly dims: readonly number[];
  /** Its first number; undefined where it has none. */
  readonly first: number | undefined;
  /** Its element type; undefined where it is not known. */
  readonly type?: string;
}

/** Questions about one graph; tensors are identified by their names. */
export class GraphIndex {
  readonly #makers = new Map<string, NodeProto>();
  readonly #readers = new Map<string, NodeProto[]>();
  readonly #weights: ReadonlyMap<string, TensorProto>;
  readonly #outputs: ReadonlySet<string>;
  readonly #constant = new Map<string, boolean>();
  readonly #ancestors = new Map<string, ReadonlySet<NodeProto>>();

  /** @param computed constants that nodes compute, as a run showed them. */
  constructor(
    readonly graph: GraphProto,
    readonly computed: ReadonlyMap<string, ConstantFacts> = new Map(),
  ) {
    this.#weights = new Map(graph.initializer.map((weights) => [weights.name ?? "", weights]));
    this.#outputs = new Set(graph.output.map(({ name }) => name));
    for (const node of graph.node) {
      for (const tensor of node.output) this.#makers.set(tensor, node);
      const ignored = node.input[IGNORE_NUMBERS[node.opType] ?? -1];
      const read = ignored === undefined ? readsOf(node) : node.input.filter((tensor) => tensor !== ignored);
      for (const tensor of new Set(read)) this.#readers.set(tensor, [...(this.#readers.get(tensor) ?? []), node]);
    }
  }

  /** The node that computes a tensor; undefined for weights and inputs. */
  maker(tensor: string): NodeProto | undefined {
    return this.#makers.get(tensor);
  }

  /** The nodes that use a tensor's numbers. */
  readers(tensor: string): readonly NodeProto[] {
    return this.#readers.get(tensor) ?? [];
  }

  /** The node that uses a tensor's numbers, if it is the only one and the tensor is not an output of the graph. */
  onlyReader(tensor: string): NodeProto | undefined {
    const readers = this.readers(tensor);
    return readers.length === 1 && !this.comesOut(tensor) ? readers[0] : undefined;
  }

  /** Whether a tensor is an output of the graph. */
  comesOut(tensor: string): boolean {
    return this.#outputs.has(tensor);
  }

  /** Whether a tensor is the same for all images: weights, constants, and what is computed from these alone. */
  isConstant(tensor: string): boolean {
    let known = this.#constant.get(tensor);
    if (known === undefined) {
      known = this.#dependsOnNothing(tensor);
      this.#constant.set(tensor, known);
    }
    return known;
  }

  #dependsOnNothing(tensor: string): boolean {
    const maker = this.maker(tensor);
    if (!maker) return this.#weights.has(tensor);
    if (maker.opType === "Constant") return true;
    const inputs = maker.opType === "CastLike" ? maker.input.slice(0, 1) : readsOf(maker);
    return inputs.length > 0 && inputs.every((one) => this.isConstant(one));
  }

  /** Constants that nodes compute and other nodes combine with the images. */
  computedConstants(): readonly string[] {
    const read = this.graph.node
      .filter((node) => this.variable(node).length > 0)
      .flatMap((node) => readsOf(node).filter((tensor) => this.isConstant(tensor) && !this.#facts(tensor)));
    return [...new Set(read)];
  }

  /** Whether a tensor is one constant number. */
  isScalar(tensor: string): boolean {
    return this.isConstant(tensor) && this.constantShape(tensor)?.every((size) => size === 1) === true;
  }

  /** The sizes of a constant, as far as they are known. */
  constantShape(tensor: string): readonly number[] | undefined {
    return this.#facts(tensor)?.dims;
  }

  /** The value of a constant that is one number, as far as it is known. */
  constantNumber(tensor: string): number | undefined {
    return this.isScalar(tensor) ? this.#facts(tensor)?.first : undefined;
  }

  /** The first number of a constant that is short, such as one for each channel; undefined where it is not known. */
  firstNumber(tensor: string): number | undefined {
    return this.#facts(tensor)?.first;
  }

  /** The name of a constant's element type, as far as it is known. */
  constantType(tensor: string): string | undefined {
    return this.#facts(tensor)?.type;
  }

  #facts(tensor: string): ConstantFacts | undefined {
    const maker = this.maker(tensor);
    if (maker?.opType === "Identity") return this.#facts(maker.input[0] ?? "");
    if (maker?.opType === "Constant") return constantFacts(maker);
    const weights = maker ? undefined : this.#weights.get(tensor);
    return weights ? tensorFacts(weights) : this.computed.get(tensor);
  }

  /** A node's inputs that depend on the images. */
  variable(node: NodeProto): readonly string[] {
    return readsOf(node).filter((tensor) => !this.isConstant(tensor));
  }

  /** Whether a tensor is computed from what a node computes. */
  dependsOn(tensor: string, node: NodeProto): boolean {
    let ancestors = this.#ancestors.get(tensor);
    if (!ancestors) {
      ancestors = this.#ancestorsOf(tensor);
      this.#ancestors.set(tensor, ancestors);
    }
    return ancestors.has(node);
  }

  #ancestorsOf(tensor: string): ReadonlySet<NodeProto> {
    const found = new Set<NodeProto>();
    const open = [tensor];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const maker = this.maker(next);
      if (!maker || found.has(maker)) continue;
      found.add(maker);
      open.push(...readsOf(maker));
    }
    return found;
  }

  /** A tensor, then those before it that hold the same numbers in a different form, up to where they are computed. */
  sameNumbers(tensor: string): readonly string[] {
    const maker = this.maker(tensor);
    const before = maker && SAME_NUMBERS.has(maker.opType) ? this.sameNumbers(maker.input[0] ?? "") : [];
    return [tensor, ...before];
  }

  /** The nodes that use a tensor's numbers, looking through nodes that only give them a different form. */
  readersThroughForms(tensor: string): readonly NodeProto[] {
    return this.readers(tensor).flatMap((reader) =>
      SAME_NUMBERS.has(reader.opType) && !this.comesOut(reader.output[0] ?? "")
        ? this.readersThroughForms(reader.output[0] ?? "")
        : [reader],
    );
  }
}

/** `[]` for one number, `[n]` for a list; the other forms are tensors. */
function constantFacts(node: NodeProto): ConstantFacts | undefined {
  const value = attribute(node, "value")?.t;
  if (value) return tensorFacts(value);
  const [float, integer] = [attribute(node, "value_float"), attribute(node, "value_int")];
  if (float) return { dims: [], first: float.f ?? 0 };
  if (integer) return { dims: [], first: int(integer.i) };
  const list = attribute(node, "value_floats")?.floats ?? attribute(node, "value_ints")?.ints?.map(int);
  return list && { dims: [list.length], first: list[0] };
}

/** Numbers are read of a few only: weights are large. */
const FEW = 16;

function tensorFacts(tensor: TensorProto): ConstantFacts {
  const dims = (tensor.dims ?? []).map(int);
  const few = dims.reduce((product, size) => product * size, 1) <= FEW;
  return { dims, first: few ? readNumbers(tensor)[0] : undefined, type: nameElementType(tensor.dataType) };
}
