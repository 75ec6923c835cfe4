/** Somebody's perceptron for images of 28 × 28 as an ONNX file: ten classes, five hidden units. */
import { writeFileSync } from "node:fs";
import { floats } from "../../onnx/src/model/graph-writer.js";
import type { GraphProto, NodeProto } from "../../onnx/src/model/schema.js";
import { node, smallFile, weights } from "../../onnx/test/support.js";

/** Its nodes, with another nonlinearity perhaps, and more behind the scores. */
export function perceptronNodes(act = node("Relu", ["hidden"], "units"), ...end: NodeProto[]): NodeProto[] {
  const scores = end.length > 0 ? "scores" : "logits";
  return [
    node("Flatten", ["images"], "flat"),
    node("Gemm", ["flat", "w1"], "hidden", { transB: 1 }),
    act,
    node("Gemm", ["units", "w2"], scores, { transB: 1 }),
    ...end,
  ];
}

/** Writes one, its batch open or fixed; a graph may be changed. @returns the file. */
export function writePerceptron(file: string, changes: Partial<GraphProto> = {}, batch: number | "N" = "N"): string {
  const bytes = smallFile({
    node: perceptronNodes(),
    initializer: [weights("w1", [5, 784]), weights("w2", [10, 5])],
    input: [floats("images", [batch, 1, 28, 28])],
    output: [floats("logits", [batch, 10])],
    ...changes,
  });
  writeFileSync(file, bytes);
  return file;
}
