/**
 * Refuses numbers that are NaN or infinite, by the first layer that has them and by the weights that may have caused it: from there
 * on accuracy and selectivity mean nothing.
 *
 * A score of −∞ is allowed as long as the row has finite ones: it says that a class is impossible.
 *
 * @module
 */
import { nameElementType } from "../element-types.js";
import type { TensorProto } from "../model/schema.js";
import { refusals, refuse } from "../refusals.js";
import type { Floats } from "../session.js";
import { readNumbers } from "../units/tensor-values.js";
import type { OnnxFile } from "./file.js";

/** Weights that are named; where one is NaN, often all are. */
const NAMED = 3;

/** Checks the answers for some images. @throws OnnxError `not-finite`. */
export function requireFinite(file: OnnxFile, unitMeans: ReadonlyMap<string, Floats>, scores: Floats): void {
  for (const [layer, { data, dims }] of unitMeans) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const units = dims[1] ?? 1;
    const bad = new Set([...data.keys()].filter((i) => !Number.isFinite(data[i])).map((i) => i % units));
    const which = bad.size === 1 ? `unit ${at % units}` : `${bad.size} units, the first of them ${at % units}`;
    throw notFinite(file, `layer ${layer} is ${nameOf(data[at])} (${which}, of ${units}); earlier layers are finite`);
  }
  const classes = scores.dims[1] ?? 1;
  for (const [i, score] of scores.data.entries()) {
    const row = scores.data.subarray(i - (i % classes), i - (i % classes) + classes);
    if (Number.isFinite(score) || (score === Number.NEGATIVE_INFINITY && row.some(Number.isFinite))) continue;
    throw notFinite(
      file,
      `a score of ${file.scores.name} is ${nameOf(score)} (class ${i % classes}); its layers are finite`,
    );
  }
}

function notFinite(file: OnnxFile, problem: string) {
  const weights = file.graph.initializer.filter((one) => !holdsFinite(one, file)).map(({ name }) => name);
  const more = weights.length > NAMED ? ` and ${weights.length - NAMED} more` : "";
  const named = weights.length > 0 ? `; weights with such numbers: ${weights.slice(0, NAMED).join(", ")}${more}` : "";
  return refuse(file.path, refusals.notFinite, `${file.path}: ${problem}${named}`);
}

function holdsFinite(tensor: TensorProto, { externalData }: OnnxFile): boolean {
  if (!/float/.test(nameElementType(tensor.dataType))) return true;
  return readNumbers(withData(tensor, externalData)).every(Number.isFinite);
}

/** Weights of a file next to the model, as if they were in it. */
function withData(tensor: TensorProto, externalData: OnnxFile["externalData"]): TensorProto {
  const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key, value]));
  const file = externalData.find(({ path }) => path === entries.get("location"));
  if (!file) return tensor;
  const start = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? file.data.length - start);
  return { ...tensor, rawData: file.data.subarray(start, start + length) };
}

const nameOf = (value: number | undefined) => (Number.isNaN(value) ? "NaN" : `${(value ?? 0) < 0 ? "−" : ""}infinite`);
