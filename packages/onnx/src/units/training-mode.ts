/**
 * Finds what makes a file's answers depend on chance, or on the other images of a batch: layers that were exported in training mode,
 * and nodes that draw random numbers.
 *
 * @module
 */
import { integer } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import { everyNode } from "../model/subgraphs.js";
import type { GraphIndex } from "./graph-index.js";

/** Operators that draw random numbers. */
export const randomOperators = [
  ...["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"],
] as const;

/** From here on a setting, not the number of outputs, says that a batch norm trains. */
const TRAINING_IS_A_SETTING = 14;

/** A node that has no place in a network to be measured. */
export interface Trouble {
  readonly code: "training-mode" | "random";
  readonly node: NodeProto;
  readonly what: string;
}

/** The first of them among the nodes that the scores depend on. @param opset of the file. */
export function findTrainingMode(index: GraphIndex, scores: string, opset: number): Trouble | undefined {
  const reached = index.graph.node.filter((node) => index.dependsOn(scores, node));
  for (const node of everyNode({ ...index.graph, node: [...reached] })) {
    const trouble = troubleOf(node, index, opset);
    if (trouble) return { ...trouble, node };
  }
  return undefined;
}

function troubleOf(node: NodeProto, index: GraphIndex, opset: number): Omit<Trouble, "node"> | undefined {
  if ((randomOperators as readonly string[]).includes(node.opType))
    return { code: "random", what: `${node.opType} draws random numbers` };
  if (node.opType === "BatchNormalization" && trains(node, opset))
    return {
      code: "training-mode",
      what: "batch norm in training mode normalizes by the images of a batch, so that an image's numbers depend on the others",
    };
  if (node.opType === "Dropout" && drops(node, index))
    return { code: "training-mode", what: "dropout in training mode sets units to 0 at random" };
  return undefined;
}

function trains(node: NodeProto, opset: number): boolean {
  if (opset >= TRAINING_IS_A_SETTING) return integer(node, "training_mode") === 1;
  return node.output.filter((name) => name !== "").length > 1;
}

/** Its third input says that it drops; of a share of 0 it drops nothing. */
function drops(node: NodeProto, index: GraphIndex): boolean {
  const [, ratio = "", training = ""] = node.input;
  if (training === "" || index.constantNumber(training) === 0) return false;
  return index.constantNumber(ratio) !== 0;
}
