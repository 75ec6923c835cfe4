/**
 * A graph as one asks it questions: who makes a tensor, who reads it, what is constant.
 *
 * @module
 */
import { attribute } from "../model/attributes.js";
import { type GraphProto, int, type NodeProto, type TensorProto } from "../model/schema.js";

/** Operators that hand on the numbers they get, in another form. */
const SAME_NUMBERS = new Set(["Identity", "Cast", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze"]);

/** Readers that ask for a tensor's size alone. */
const ASK_FOR_SIZE = new Set(["Shape", "Size"]);

/** Answers questions about one graph; tensors are known by their names. */
export class GraphIndex {
  readonly #makers = new Map<string, NodeProto>();
  readonly #readers = new Map<string, NodeProto[]>();
  readonly #weights: ReadonlyMap<string, TensorProto>;
  readonly #outputs: ReadonlySet<string>;
  readonly #constant = new Map<string, boolean>();

  constructor(readonly graph: GraphProto) {
    this.#weights = new Map(graph.initializer.map((weights) => [weights.name ?? "", weights]));
    this.#outputs = new Set(graph.output.map(({ name }) => name));
    for (const node of graph.node) {
      for (const tensor of node.output) this.#makers.set(tensor, node);
      for (const tensor of new Set(ASK_FOR_SIZE.has(node.opType) ? [] : node.input))
        this.#readers.set(tensor, [...(this.#readers.get(tensor) ?? []), node]);
    }
  }

  /** The node whose output a tensor is; none makes weights and what goes in. */
  maker(tensor: string): NodeProto | undefined {
    return this.#makers.get(tensor);
  }

  /** The nodes that use a tensor's numbers. */
  readers(tensor: string): readonly NodeProto[] {
    return this.#readers.get(tensor) ?? [];
  }

  /** The only node that uses them, of a tensor that does not come out of the graph. */
  onlyReader(tensor: string): NodeProto | undefined {
    const readers = this.readers(tensor);
    return readers.length === 1 && !this.comesOut(tensor) ? readers[0] : undefined;
  }

  /** Whether a tensor is an output of the graph. */
  comesOut(tensor: string): boolean {
    return this.#outputs.has(tensor);
  }

  /** Whether no image changes a tensor: weights, constants, and what is computed of these alone. */
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
    return maker.opType === "Constant" || (maker.input.length > 0 && given(maker).every((one) => this.isConstant(one)));
  }

  /** Whether a tensor is one constant number. */
  isScalar(tensor: string): boolean {
    return this.isConstant(tensor) && this.constantShape(tensor)?.every((size) => size === 1) === true;
  }

  /** The sizes of a constant, where its own node or weights tell them. */
  constantShape(tensor: string): readonly number[] | undefined {
    const maker = this.maker(tensor);
    if (maker?.opType === "Constant" && attribute(maker, "value_float")) return [];
    const constant = this.constant(tensor);
    if (constant) return (constant.dims ?? []).map(int);
    return maker && this.isConstant(tensor) ? this.constantShape(given(maker)[0] ?? "") : undefined;
  }

  /** The numbers of a constant that stands in the graph as it is, or renamed. */
  constant(tensor: string): TensorProto | undefined {
    const maker = this.maker(tensor);
    if (maker?.opType === "Identity") return this.constant(maker.input[0] ?? "");
    return maker ? attribute(maker, "value")?.t : this.#weights.get(tensor);
  }

  /** A node's inputs that hang on the images. */
  variable(node: NodeProto): readonly string[] {
    return given(node).filter((tensor) => !this.isConstant(tensor));
  }

  /** A tensor, then those before it that hold the same numbers in another form, up to where they are computed. */
  sameNumbers(tensor: string): readonly string[] {
    const maker = this.maker(tensor);
    const before = maker && SAME_NUMBERS.has(maker.opType) ? this.sameNumbers(maker.input[0] ?? "") : [];
    return [tensor, ...before];
  }
}

/** A node's inputs but for those left out. */
const given = ({ input }: NodeProto) => input.filter((tensor) => tensor !== "");
