/**
 * Files that hold weights of a model: they lie next to it, or in a folder below.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { GraphProto, TensorProto } from "../model/schema.js";
import { everyNode, subgraphsOf } from "../model/subgraphs.js";
import { refusals, refuse } from "../refusals.js";
import type { ExternalFile } from "../session.js";
import { requireSize } from "./read-model.js";

/** Reads the files that a graph's tensors name. @throws OnnxError where one is missing, elsewhere, or too short. */
export function readExternalFiles(where: string, graph: GraphProto): ExternalFile[] {
  const files = new Map<string, ExternalFile>();
  for (const tensor of tensorsOf(graph)) {
    const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key, value]));
    const location = entries.get("location");
    if (location === undefined) continue;
    const file = files.get(location) ?? read(where, location);
    files.set(location, file);
    const end = Number(entries.get("offset") ?? 0) + Number(entries.get("length") ?? 0);
    if (end > file.data.length)
      throw refuse(
        where,
        refusals.missingWeights,
        `${where} keeps weights in ${location}, which is cut off: ${tensor.name} ends at byte ${end}, the file at ${file.data.length}`,
      );
  }
  return [...files.values()];
}

function read(where: string, location: string): ExternalFile {
  const folder = path.resolve(path.dirname(where));
  const file = path.resolve(folder, location);
  try {
    if (!file.startsWith(folder + path.sep)) throw new Error("not in the model's folder");
    requireSize(file, where);
    return { path: location, data: readFileSync(file) };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "OnnxError") throw cause;
    const problem = `${where} keeps weights in ${location}, which cannot be read from the same folder`;
    throw refuse(where, refusals.missingWeights, problem, cause);
  }
}

/** All tensors with numbers: weights, and those in settings, of the graphs inside too. */
function tensorsOf(graph: GraphProto): TensorProto[] {
  const inside = everyNode(graph).flatMap((node) => [
    ...(node.attribute ?? []).flatMap(({ t, tensors = [] }) => [...(t ? [t] : []), ...tensors]),
    ...subgraphsOf(node).flatMap(({ initializer }) => initializer),
  ]);
  return [...graph.initializer, ...inside];
}
