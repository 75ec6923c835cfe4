/**
 * Shapes and numbers of constants that a file's nodes compute, such as a scale that is reshaped to [1, C, 1, 1]: only a run shows
 * them.
 *
 * @module
 */
import type { ConstantFacts } from "../units/graph-index.js";
import { GraphIndex } from "../units/graph-index.js";
import { openConstants } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";
import { FileSession } from "./file-session.js";
import type { OnnxImageShape } from "./images.js";
import { blackImages } from "./images.js";

/** Runs a file once, if it computes constants at all. @throws OnnxError where it does not run. */
export async function readComputedConstants(
  file: OnnxFile,
  imageShape: OnnxImageShape,
): Promise<ReadonlyMap<string, ConstantFacts>> {
  const names = new GraphIndex(file.graph).computedConstants();
  if (names.length === 0) return new Map();
  const { bytes, outputs } = openConstants(file.bytes, names, file.opset);
  const session = await FileSession.open(file, bytes);
  try {
    const wanted = outputs.flatMap(({ shape, first }) => [shape, first]);
    const results = await session.run(blackImages(file, imageShape), wanted);
    return new Map(
      outputs.map(({ tensor, shape, first }) => {
        const dims = [...(results.get(shape)?.data ?? [])];
        return [tensor, { dims, first: results.get(first)?.data[0] }] as const;
      }),
    );
  } finally {
    await session.close();
  }
}
