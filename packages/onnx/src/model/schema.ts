/**
 * The format's own messages, as TypeScript sees them, and their bytes: `schema/onnx.proto` in the hands of protobufjs.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";

/** A whole number of 64 bits as protobufjs reads it; a plain one may be written. */
export type Int64 = number | { toNumber(): number };

/** A named text. */
export interface Entry {
  key: string;
  value: string;
}

/** A tensor of weights or constants. */
export interface TensorProto {
  name?: string;
  dims?: Int64[];
  /** {@link FLOAT}, {@link INT64}, … */
  dataType?: number;
  /** Row-major, little-endian. */
  rawData?: Uint8Array;
  floatData?: number[];
  /** Also the bits of halves, and whole numbers of fewer than 32 bits. */
  int32Data?: number[];
  int64Data?: Int64[];
  doubleData?: number[];
  externalData?: Entry[];
  /** 1: in another file, which `externalData` names. */
  dataLocation?: number;
}

/** A setting of a node; `type` says which field holds it. */
export interface AttributeProto {
  name: string;
  type?: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorProto;
  /** What If, Loop and Scan run. */
  g?: GraphProto;
  floats?: number[];
  ints?: Int64[];
  tensors?: TensorProto[];
  graphs?: GraphProto[];
  /** In a function: the setting of the call whose value this is. */
  refAttrName?: string;
}

/** One operation: tensors in and out by name. An input left out is an empty name. */
export interface NodeProto {
  name?: string;
  opType: string;
  domain?: string;
  /** Of a function with several forms: which. */
  overload?: string;
  input: string[];
  output: string[];
  attribute?: AttributeProto[];
}

/** A tensor that goes in or comes out; a size is a number or a name. */
export interface ValueInfoProto {
  name: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: Int64; dimParam?: string }[] } } };
}

/** Nodes in an order in which they can be computed. */
export interface GraphProto {
  name?: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}

/** A version of the operators of one domain; the standard ones have the domain `""`. */
export interface OperatorSetIdProto {
  domain?: string;
  version?: Int64;
}

/** Operations under a name, which nodes of the file call like an operator. */
export interface FunctionProto {
  name?: string;
  domain?: string;
  overload?: string;
  input: string[];
  output: string[];
  node: NodeProto[];
  opsetImport?: OperatorSetIdProto[];
  /** Settings that a call may leave out. */
  attributeProto?: AttributeProto[];
}

/** A file. */
export interface ModelProto {
  irVersion?: Int64;
  producerName?: string;
  producerVersion?: string;
  graph?: GraphProto | null;
  opsetImport?: OperatorSetIdProto[];
  metadataProps?: Entry[];
  functions?: FunctionProto[];
}

/** `data_type` of a tensor of float32. */
export const FLOAT = 1;
/** `data_type` of a tensor of int64. */
export const INT64 = 7;

const SCHEMA = path.join(import.meta.dirname, "..", "..", "schema", "onnx.proto");

let messages: protobuf.Type | undefined;

function modelType(): protobuf.Type {
  messages ??= protobuf.parse(readFileSync(SCHEMA, "utf8")).root.lookupType("onnx.ModelProto");
  return messages;
}

/** Reads a file's bytes; fields that the schema does not name are skipped. @throws Error for bytes of anything else. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return modelType().decode(bytes) as unknown as ModelProto;
}

/** The bytes of a file. */
export function encodeModel(model: ModelProto): Uint8Array {
  return modelType().encode(model).finish();
}

/** A file's bytes with other nodes; everything else in it is copied, known to the schema or not. */
export function replaceNodes(
  bytes: Uint8Array,
  node: readonly NodeProto[],
  opsetImport: readonly OperatorSetIdProto[],
): Uint8Array {
  const graphs = fieldsOf(bytes).filter(({ id }) => id === GRAPH);
  const kept = graphs.flatMap(({ start, end }) => withoutNodes(bytes.subarray(start, end)));
  const rest = fieldsOf(bytes).filter(({ id }) => id !== GRAPH);
  const others = rest.map(({ from, end }) => bytes.subarray(from, end));
  const nodes = modelType().root.lookupType("onnx.GraphProto").encode({ node }).finish();
  const versions = modelType().encode({ opsetImport }).finish();
  const size = [...kept, nodes].reduce((sum, part) => sum + part.length, 0);
  const header = protobuf.Writer.create()
    .uint32((GRAPH << 3) | LENGTH_DELIMITED)
    .uint32(size)
    .finish();
  return Buffer.concat([...others, versions, header, ...kept, nodes]);
}

/** Numbers of fields in ModelProto and GraphProto, and the wire type of messages. */
const [GRAPH, NODE, LENGTH_DELIMITED] = [7, 1, 2];

function withoutNodes(graph: Uint8Array): Uint8Array[] {
  return fieldsOf(graph)
    .filter(({ id }) => id !== NODE)
    .map(({ from, end }) => graph.subarray(from, end));
}

/** A field's number and place: from its tag on, and from its contents on. */
interface Field {
  readonly id: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

function fieldsOf(message: Uint8Array): Field[] {
  const reader = protobuf.Reader.create(message);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const tag = reader.uint32();
    const before = reader.pos;
    reader.skipType(tag & 7);
    const start = (tag & 7) === LENGTH_DELIMITED ? skipLength(message, before) : before;
    fields.push({ id: tag >>> 3, from, start, end: reader.pos });
  }
  return fields;
}

/** Where a field's contents start, behind their length. */
function skipLength(message: Uint8Array, at: number): number {
  const reader = protobuf.Reader.create(message);
  reader.pos = at;
  reader.uint32();
  return reader.pos;
}

/** A whole number as JavaScript has them. */
export function int(value: Int64 | undefined): number {
  return typeof value === "object" ? value.toNumber() : (value ?? 0);
}
