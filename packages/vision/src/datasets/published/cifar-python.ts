/**
 * The Python version of the CIFAR data sets, which torchvision downloads: pickles of Python 2, each a dictionary of one batch.
 *
 *     data     uint8 [N, 3072]: 1,024 red, 1,024 green, 1,024 blue, row by row
 *     labels   a list of N whole numbers; CIFAR-100 has fine_labels and coarse_labels
 *
 * A batch holds the images of the file of the binary version in their order, and becomes the very bytes of it.
 * @module
 */
import { PickledBytes, PickleError, unpickleBytes } from "@selectivity-lab/torch";
import { createCorruptFileError } from "../../error.js";
import type { SourceFile } from "../contract/format.js";

const PIXELS = 3 * 32 * 32;

/** A batch as records of the binary version. @param labelKeys of the label bytes, in their order. @throws DatasetError for anything else. */
export function convertCifarBatch({ path, bytes }: SourceFile, labelKeys: readonly string[]): Uint8Array {
  const batch = readBatch(path, bytes);
  const data = batch.get("data");
  if (!(data instanceof PickledBytes && data.shape.length === 2 && data.shape[1] === PIXELS))
    throw createCorruptFileError(path, `"data" of uint8 [N, ${PIXELS}]`, describeValue(data));
  const images = data.shape[0] as number;
  const labels = labelKeys.map((key) => readLabels(path, batch.get(key), key, images));
  const size = labels.length + PIXELS;
  const records = new Uint8Array(images * size);
  for (let image = 0; image < images; image++) {
    for (const [i, list] of labels.entries()) records[image * size + i] = list[image] as number;
    records.set(data.bytes.subarray(image * PIXELS, (image + 1) * PIXELS), image * size + labels.length);
  }
  return records;
}

/** By key; keys are texts, or bytes where Python 3 has written them again. */
function readBatch(path: string, bytes: Uint8Array): Map<string, unknown> {
  const value = unpickle(path, bytes);
  if (!(value instanceof Map)) throw createCorruptFileError(path, "a pickle of a dictionary", describeValue(value));
  return new Map(
    [...value].map(([key, item]) => [
      key instanceof Uint8Array ? Buffer.from(key).toString("latin1") : String(key),
      item,
    ]),
  );
}

function unpickle(path: string, bytes: Uint8Array): unknown {
  try {
    return unpickleBytes(bytes);
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw createCorruptFileError(
      path,
      "a batch of CIFAR's Python version",
      `a file of which ${cause.problem.replace(/\.$/, "")}`,
      cause,
    );
  }
}

function readLabels(path: string, value: unknown, key: string, images: number): readonly number[] {
  const labels: unknown = value instanceof PickledBytes ? [...value.bytes] : value;
  if (!Array.isArray(labels) || labels.length !== images)
    throw createCorruptFileError(path, `"${key}" with ${images} labels`, describeValue(value));
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < 256));
  if (wrong >= 0)
    throw createCorruptFileError(
      path,
      `whole numbers as labels`,
      `${String(labels[wrong]).slice(0, 20)} at image ${wrong}`,
    );
  return labels;
}

function describeValue(value: unknown): string {
  if (value === undefined) return "none";
  if (value instanceof PickledBytes) return `uint8 [${value.shape.join(", ")}]`;
  return Array.isArray(value) ? `a list of ${value.length}` : value === null ? "None" : `a ${typeof value}`;
}
