/**
 * What the scores of a classifier are: the cross entropy of probabilities wants their logarithms, that of logits does not.
 *
 * Logarithms of probabilities, as LogSoftmax gives them, are logits like any others: their softmax is those probabilities.
 *
 * @module
 */
import type { GraphProto } from "../model/schema.js";
import type { Floats } from "../session.js";
import { GraphIndex } from "../units/graph-index.js";

/** What the scores are. */
export type ScoreKind = "logits" | "probabilities";

/** Of a score's row from 1: probabilities of a thousand classes in float16 or rounded to three digits stay within it. */
const SUM_TOLERANCE = 1e-3;

/** What a graph says: probabilities come out of a Softmax, in whatever form. @param scores the tensor's name. */
export function scoreKind(graph: GraphProto, scores: string): ScoreKind {
  const index = new GraphIndex(graph);
  const source = index.sameNumbers(scores).at(-1) ?? scores;
  return index.maker(source)?.opType === "Softmax" ? "probabilities" : "logits";
}

/** Whether every row is ≥ 0 and sums to 1, as no logits do. @param scores `[N, K]`. */
export function looksLikeProbabilities({ data, dims: [rows = 0, classes = 0] }: Floats): boolean {
  const sums = Array.from({ length: rows }, (_, row) =>
    data.subarray(row * classes, (row + 1) * classes).reduce((sum, score) => sum + score, 0),
  );
  return data.every((score) => score >= 0) && sums.every((sum) => Math.abs(sum - 1) <= SUM_TOLERANCE);
}

/** Of probabilities; of one that was rounded to 0, of the least that float32 holds. */
export function logarithms({ data, dims }: Floats): Floats {
  return { data: data.map((probability) => Math.log(Math.max(probability, 1e-38))), dims };
}
