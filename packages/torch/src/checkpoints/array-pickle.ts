/**
 * NumPy arrays of bytes in Python's pickles, of Python 2 and 3: what data sets were published as.
 *
 * @module
 */

import { unpickle } from "./pickle.js";
import { type Call, PickleError, Unfinished } from "./pickle-machine.js";

/** An array of bytes, row by row. */
export class PickledBytes extends Unfinished {
  shape: readonly number[] = [];
  bytes: Uint8Array = new Uint8Array();

  /** @param state (version, shape, dtype, whether columns come first, bytes). */
  override finish(state: unknown): void {
    const [, shape, dtype, columnsFirst, content] = Array.isArray(state) ? state : [];
    if (!(Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)))
      throw new PickleError("it holds an array without a shape.");
    if (!(dtype instanceof PickledType && dtype.name === "u1"))
      throw new PickleError(
        `it holds an array of ${dtype instanceof PickledType ? dtype.name : "no type"}; bytes (u1) are read.`,
      );
    if (columnsFirst && shape.length > 1) throw new PickleError("it holds an array with its columns first.");
    const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : content;
    const count = shape.reduce((product, size) => product * size, 1);
    if (!(bytes instanceof Uint8Array) || bytes.length !== count)
      throw new PickleError(`it holds an array of [${shape.join(", ")}] without its ${count} bytes.`);
    this.shape = shape;
    this.bytes = bytes;
  }
}

/** A NumPy type; its byte order is part of a state that bytes do not need. */
class PickledType extends Unfinished {
  constructor(readonly name: string) {
    super();
  }

  override finish(): void {}
}

/** All that such a pickle may call. */
const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["numpy.core.multiarray._reconstruct", () => new PickledBytes()],
  ["numpy._core.multiarray._reconstruct", () => new PickledBytes()],
  ["numpy.core.numeric._frombuffer", (values) => arrayOf(values)],
  ["numpy._core.numeric._frombuffer", (values) => arrayOf(values)],
  ["numpy.dtype", ([name]) => new PickledType(String(name))],
  ["_codecs.encode", ([text, encoding]) => encodeText(text, encoding)], // bytes of Python 3 in protocol 2
]);

/** What NumPy writes in protocol 5: content, dtype, shape, order. */
function arrayOf([content, dtype, shape, order]: readonly unknown[]): PickledBytes {
  const array = new PickledBytes();
  array.finish([1, shape, dtype, order === "F", content]);
  return array;
}

function encodeText(text: unknown, encoding: unknown): Uint8Array {
  if (typeof text === "string" && encoding === "latin1") return Buffer.from(text, "latin1");
  throw new PickleError("it holds bytes in an unknown encoding.");
}

/**
 * Reads a pickle of dictionaries, lists and arrays of bytes, without executing anything.
 *
 * @returns as `unpickle` gives it, with {@link PickledBytes}; texts of Python 2 have one character per byte.
 * @throws {@link PickleError} when it is damaged, or holds arrays of anything else.
 */
export function unpickleBytes(bytes: Uint8Array): unknown {
  const refuse = () => {
    throw new PickleError("it refers to something outside of it.");
  };
  return unpickle(bytes, { find: (name) => CALLS.get(name), persistent: refuse, oldTexts: "latin1" }).value;
}
