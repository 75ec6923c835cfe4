/**
 * The output with the scores, where a file has several.
 *
 * @module
 */
import { nameElementType } from "../element-types.js";
import type { GraphProto, ValueInfoProto } from "../model/schema.js";
import { refusals, refuse } from "../refusals.js";
import { LOGITS } from "../trace/trace.js";
import { describeValue, shapeOf } from "./image-input.js";

/** Element types of class numbers, which are no scores. */
const WHOLE_NUMBERS = new Set(["int64", "int32", "uint64", "uint32", "bool", "string"]);

/** The output that the user names, or the one called `logits`, or the only one, or the only one that is `[N, K]`. @throws OnnxError */
export function chooseOutput(where: string, { output }: GraphProto, wanted: string | undefined): ValueInfoProto {
  const chosen = wanted === undefined ? findOutput(output) : output.find(({ name }) => name === wanted);
  const names = output.map(({ name }) => name).join(", ") || "none";
  if (!chosen && wanted !== undefined)
    throw refuse(where, refusals.noOutput, `${where} has no output ${wanted}; its outputs are ${names}`);
  if (!chosen)
    throw refuse(
      where,
      refusals.outputs,
      `${where}: expected one output with a score for each class, got ${output.length > 0 ? output.map(describeOutput).join(", ") : "none"}`,
    );
  const type = nameElementType(chosen.type?.tensorType?.elemType);
  if (WHOLE_NUMBERS.has(type))
    throw refuse(
      where,
      refusals.noScores,
      `${where}: its output ${describeValue(chosen)} holds the numbers of classes, not a score for each class`,
    );
  return chosen;
}

function findOutput(output: readonly ValueInfoProto[]): ValueInfoProto | undefined {
  const rows = output.filter((value) => shapeOf(value)?.length === 2);
  const named = output.find(({ name }) => name === LOGITS);
  return named ?? (output.length === 1 ? output[0] : rows.length === 1 ? rows[0] : undefined);
}

function describeOutput(value: ValueInfoProto): string {
  return shapeOf(value) ? describeValue(value).replace(": float32", "") : value.name;
}
