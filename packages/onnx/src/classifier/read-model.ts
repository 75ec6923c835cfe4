/**
 * Reads the bytes of an ONNX file: the graph in it with its functions written out, and the versions it is written in.
 *
 * @module
 */
import { readFileSync, statSync } from "node:fs";
import { inlineFunctions } from "../model/inline-functions.js";
import { orderNodes } from "../model/order-nodes.js";
import { decodeModel, type GraphProto, int, type ModelProto } from "../model/schema.js";
import { everyNode } from "../model/subgraphs.js";
import { refusals, refuse } from "../refusals.js";
import { newestIr, newestOpset, oldestOpset } from "../versions.js";

/** Node reads no larger file at once, and ONNX Runtime holds none. */
export const LARGEST_FILE = 2 ** 31 - 1;

/** A file's graph. */
export interface ReadModel {
  /** The file's bytes; where it has functions, with these written out. */
  readonly bytes: Uint8Array;
  readonly graph: GraphProto;
  /** Version of the standard operators. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads a file's graph. @throws OnnxError where it is missing, damaged, or of versions that ONNX Runtime does not read. */
export function readModel(where: string): ReadModel {
  const model = decode(where, readBytes(where));
  const { bytes, graph: asStored, opsetImport } = writtenOut(where, model);
  const graph = { ...asStored, node: orderNodes(asStored.node) };
  const opset = int(opsetImport.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version);
  requireVersions(where, int(model.irVersion), opset);
  requireLayout(where, graph);
  const metadata = Object.fromEntries((model.metadataProps ?? []).map(({ key, value }) => [key, value]));
  return { bytes, graph, opset, metadata };
}

function readBytes(where: string): Uint8Array {
  try {
    requireSize(where, where);
    return readFileSync(where);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof Error && cause.name === "OnnxError") throw cause;
    throw refuse(where, refusals.missing, `${where} cannot be read (${code})`, cause);
  }
}

/** @throws OnnxError where a file is too large. @param model the model that it belongs to. */
export function requireSize(file: string, model: string): void {
  const { size } = statSync(file);
  if (size > LARGEST_FILE)
    throw refuse(model, refusals.tooLarge, `${file} has ${(size / 1e9).toFixed(1)} GB, and 2.1 GB is the most`);
}

type Decoded = ModelProto & { graph: GraphProto; bytes: Uint8Array };

function decode(where: string, bytes: Uint8Array): Decoded {
  let cause: unknown;
  try {
    const model = decodeModel(bytes);
    if (model.graph && model.graph.node.length > 0) return { ...model, graph: model.graph, bytes };
  } catch (error) {
    cause = error;
  }
  const what = knownFormat(bytes) ?? (cause ? "is cut off, damaged, or not an ONNX file" : "contains no graph");
  throw refuse(where, refusals.damaged, `${where} ${what} (${bytes.length} bytes)`, cause);
}

/** What else bears the name of an ONNX file. */
function knownFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  if (start.startsWith("version https://git-lfs"))
    return "is a Git LFS pointer, not the file itself: fetch that with git lfs pull";
  if (start.slice(4, 8) === "ORTM") return "is in ONNX Runtime's own format (.ort), not ONNX";
  if (/^\s*<(!doctype|html)/i.test(start)) return "is a web page, not an ONNX file";
  if (start.startsWith("PK\x03\x04")) return "is a zip archive, or a PyTorch file, not an ONNX file";
  return undefined;
}

function writtenOut(where: string, { bytes, ...model }: Decoded) {
  try {
    return inlineFunctions(bytes, model);
  } catch (cause) {
    throw refuse(where, refusals.damaged, `${where}: ${(cause as Error).message}`, cause);
  }
}

function requireVersions(where: string, ir: number, opset: number): void {
  if (ir > newestIr)
    throw refuse(where, refusals.ir, `${where} is written in IR version ${ir}; ONNX Runtime reads up to ${newestIr}`);
  if (opset >= oldestOpset && opset <= newestOpset) return;
  const problem =
    opset === 0
      ? `${where} does not say which version of the standard operators (opset) it uses`
      : `${where} uses opset ${opset} of the standard operators; ONNX Runtime has ${oldestOpset} to ${newestOpset}`;
  throw refuse(where, refusals.opset, problem);
}

function requireLayout(where: string, graph: GraphProto): void {
  const node = everyNode(graph).find(({ domain }) => domain === "com.microsoft.nchwc");
  if (node)
    throw refuse(
      where,
      refusals.layout,
      `${where}: its ${node.opType} ${node.name ?? ""} is in the layout of one machine's processor (com.microsoft.nchwc)`,
    );
}
