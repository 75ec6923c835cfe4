/**
 * What a translation is: from one call of an operator of libtorch to nodes of a graph. And how it reads the call's arguments.
 *
 * @module
 */

import { Tensor } from "@selectivity-lab/torch";
import { TranslationError } from "../error.js";
import type { GraphWriter } from "../model/graph-writer.js";
import type { Values } from "./values.js";

/** A call, and where to write what it means. */
export interface CallContext {
  readonly operator: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly values: Values;
  readonly writer: GraphWriter;
  /** How many images are in the traced batch: a first axis of this size is left open. */
  readonly images: number;
}

/** Writes a call's nodes. @returns the name of its result, or of each. */
export type Translation = (call: CallContext) => string | readonly string[];

/** A tensor that was handed to an operator. @throws {@link TranslationError} for anything else. */
export function readTensor({ operator, inputs }: CallContext, name: string): Tensor {
  const value = inputs[name];
  if (value instanceof Tensor) return value;
  throw new TranslationError(operator, `${name} is not a tensor`);
}

/** The name in the graph of a tensor that was handed to an operator. */
export function readName(call: CallContext, name: string): string {
  return call.values.of(readTensor(call, name));
}

/** The names of tensors that an operator may do without, as far as the last one that is there. */
export function readNames(call: CallContext, ...names: readonly string[]): string[] {
  return names.filter((name) => call.inputs[name] instanceof Tensor).map((name) => readName(call, name));
}

/** A number, or what the schema says where none was handed over. */
export function readNumber({ inputs, operator }: CallContext, name: string, otherwise: number): number {
  const value = inputs[name] ?? otherwise;
  if (typeof value === "number") return value;
  throw new TranslationError(operator, `${name} is not a number`);
}

/** A list of numbers; one number stands for `length` of them, an empty list for what the schema says. */
export function readNumbers(
  { inputs }: CallContext,
  name: string,
  length: number,
  otherwise: readonly number[],
): number[] {
  const value = inputs[name] ?? otherwise;
  if (typeof value === "number") return Array.from({ length }, () => value);
  const list = value as readonly number[];
  if (list.length === 0) return [...otherwise];
  return list.length === 1 ? Array.from({ length }, () => list[0] as number) : [...list];
}

/** Refuses a flag that would need another translation. */
export function requireFlag({ inputs, operator }: CallContext, name: string, value: boolean, otherwise = value): void {
  if ((inputs[name] ?? otherwise) !== value) throw new TranslationError(operator, `only for ${name} = ${value}`);
}

/** An axis counted from the front. */
export function resolveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
