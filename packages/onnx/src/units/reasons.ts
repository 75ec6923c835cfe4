/**
 * Everything for which a nonlinearity is left out of the layers: the lines that people read come from here, and the documentation its
 * table.
 *
 * @module
 */

/** A kind of nonlinearity that is left out. */
interface Reason {
  /** What it is: a noun. */
  readonly what: string;
  /** What is said of one of them. @param name what it depends on: an operator, another layer. */
  readonly says: (name: string) => string;
}

/** All of them. */
export const reasonsToLeaveOut = {
  gate: {
    what: "a Sigmoid, HardSigmoid or relu6(x + 3) / 6 that only scales another tensor",
    says: (operator) => `its ${operator} only scales another tensor`,
  },
  squeeze: {
    what: "the nonlinearity inside of squeeze-and-excitation",
    says: () => "inside of squeeze-and-excitation, on pooled maps and read by a gate alone",
  },
  rectifiedBefore: {
    what: "a Relu, LeakyRelu, PRelu or Clip of what is never negative already, perhaps pooled",
    says: () => "what goes in is never negative already, and counts where it is made",
  },
  quantizedSum: {
    what: "a quantized sum of what is never negative",
    says: () => "a sum of what is never negative, which quantization leaves as it is",
  },
  successor: {
    what: "a nonlinearity that only another one reads, such as the Relu of Relu → Clip",
    says: (layer) => `only the nonlinearity ${layer} reads it, whose output counts`,
  },
  otherOutput: {
    what: "layers on which only other outputs depend, such as those of an auxiliary head",
    says: (scores) => `the scores, ${scores}, do not depend on it`,
  },
  subgraph: {
    what: "layers inside of If, Loop, Scan and SequenceMap",
    says: (node) => `it runs inside of ${node}, whose layers cannot be measured`,
  },
  recurrent: {
    what: "the nonlinearities inside of LSTM, GRU and RNN",
    says: (operator) => `the nonlinearities inside of ${operator} have no outputs`,
  },
  unknown: {
    what: "other nonlinearities that a weighted layer reads: Abs, Sin, a square, a maximum of two tensors",
    says: (operator) => `${operator} is not among the nonlinearities whose outputs are taken for units`,
  },
  noRows: {
    what: "a layer whose first axis does not count the images",
    says: () => "it has no row for each image",
  },
  noAxis: {
    what: "a layer of which neither the weights nearby nor two runs say which axis holds the units",
    says: () => "which of its axes holds the units is not plain",
  },
} as const satisfies Readonly<Record<string, Reason>>;
