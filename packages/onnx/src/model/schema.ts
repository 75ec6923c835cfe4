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
  floats?: number[];
  ints?: Int64[];
}

/** One operation: tensors in and out by name. An input left out is an empty name. */
export interface NodeProto {
  name?: string;
  opType: string;
  domain?: string;
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

/** A file. */
export interface ModelProto {
  irVersion?: Int64;
  producerName?: string;
  producerVersion?: string;
  graph?: GraphProto | null;
  opsetImport?: { domain?: string; version?: Int64 }[];
  metadataProps?: Entry[];
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

/** A whole number as JavaScript has them. */
export function int(value: Int64 | undefined): number {
  return typeof value === "object" ? value.toNumber() : (value ?? 0);
}
