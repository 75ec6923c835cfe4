/**
 * What the scores of a classifier are: the cross entropy of probabilities wants their logarithms, that of logits does not.
 *
 * Logarithms of probabilities, as LogSoftmax gives them, are logits like any others: their softmax is those probabilities. What goes
 * into a Sigmoid at the end are logits too, and says more than what comes out, which float32 rounds to 1.
 *
 * @module
 */
import { refusals, refuse } from "../refusals.js";
import type { Floats } from "../session.js";
import type { GraphIndex } from "../units/graph-index.js";

/** What scores may be. */
export const scoreKinds = {
  logits: "logits, or logarithms of probabilities: taken as they are",
  probabilities: "probabilities, or percentages: their logarithms stand for the logits",
} as const;

/** What the scores are. */
export type ScoreKind = keyof typeof scoreKinds;

/** Where the scores come from. */
export interface ScoreSource {
  /** The output's name. */
  readonly name: string;
  /** The tensor that is read: the output, or what goes into the Sigmoid that makes it. */
  readonly tensor: string;
  readonly kind: ScoreKind;
  /** What people have to know of it. */
  readonly note?: string;
}

/** Of a score's row from 1: probabilities of a thousand classes in float16 or rounded to three digits stay within it. */
const SUM_TOLERANCE = 1e-3;

/** What rows of percentages sum to. */
const PERCENT = 100;

/** What a graph says of its scores: probabilities come out of a Softmax, in whatever form. @param name of the output. @throws OnnxError */
export function findScores(where: string, index: GraphIndex, name: string): ScoreSource {
  const { tensor, factor } = unscaled(name, index);
  const maker = index.maker(tensor);
  if (isLogarithm(tensor, index) && factor < 0)
    throw refuse(where, refusals.negatedScores, `${where}: its output ${name} is a negative log probability`);
  if (maker?.opType === "Softmax" && factor > 0) return { name, tensor: name, kind: "probabilities" };
  if (maker?.opType !== "Sigmoid" || factor !== 1) return { name, tensor: name, kind: "logits" };
  const note = `${name} is a probability for each class by itself (Sigmoid): accuracy is by the largest, cross entropy by the softmax of what goes into the Sigmoid`;
  return { name, tensor: maker.input[0] ?? "", kind: "logits", note };
}

/** Looks through other forms, signs and constant factors. */
function unscaled(name: string, index: GraphIndex): { tensor: string; factor: number } {
  const tensor = index.sameNumbers(name).at(-1) ?? name;
  const maker = index.maker(tensor);
  const [input, ...more] = maker ? index.variable(maker) : [];
  if (!maker || input === undefined || more.length > 0) return { tensor, factor: 1 };
  const own = factorOf(maker.opType, index.constantNumber(maker.input.find((one) => one !== input) ?? ""));
  if (own === undefined) return { tensor, factor: 1 };
  const before = unscaled(input, index);
  return { tensor: before.tensor, factor: own * before.factor };
}

function factorOf(opType: string, number: number | undefined): number | undefined {
  if (opType === "Neg") return -1;
  if (number === undefined) return undefined;
  return opType === "Mul" ? number : opType === "Div" ? 1 / number : undefined;
}

function isLogarithm(tensor: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (maker?.opType === "LogSoftmax") return true;
  return maker?.opType === "Log" && index.maker(maker.input[0] ?? "")?.opType === "Softmax";
}

/** Whether every row is ≥ 0 and sums to 1, or every row to 100, as no logits do. @param scores `[N, K]`. */
export function looksLikeProbabilities(scores: Floats): boolean {
  if (!scores.data.every((score) => score >= 0)) return false;
  const sums = sumsOf(scores);
  return [1, PERCENT].some((whole) => sums.every((sum) => Math.abs(sum - whole) <= SUM_TOLERANCE * whole));
}

/** Whether every row is what logarithms of probabilities are, but for the sign. @param scores `[N, K]`. */
export function looksLikeNegativeLogarithms({ data, dims }: Floats): boolean {
  if (!data.every((score) => score >= 0)) return false;
  const sums = sumsOf({ data: data.map((score) => Math.exp(-score)), dims });
  return sums.every((sum) => Math.abs(sum - 1) <= SUM_TOLERANCE);
}

function sumsOf({ data, dims: [rows = 0, classes = 0] }: Floats): number[] {
  return Array.from({ length: rows }, (_, row) =>
    data.subarray(row * classes, (row + 1) * classes).reduce((sum, score) => sum + score, 0),
  );
}

/** Of probabilities or percentages; of one that was rounded to 0, of the least that float32 holds. */
export function logarithms(scores: Floats): Floats {
  const { data, dims } = scores;
  const sums = sumsOf(scores);
  const classes = dims[1] ?? 1;
  const whole = (i: number) => {
    const sum = sums[Math.floor(i / classes)] ?? 1;
    return Math.abs(sum - 1) <= SUM_TOLERANCE ? 1 : sum;
  };
  return { data: data.map((probability, i) => Math.log(Math.max(probability / whole(i), 1e-38))), dims };
}
