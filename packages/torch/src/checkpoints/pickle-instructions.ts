/**
 * What each instruction of a pickle does: those that Python 2 and 3 write in protocols 0 to 5, but for
 * instances of classes by name. Source: Python's pickletools.
 * @module
 */

import { readFlagOrNumber, readLongNumber, readQuoted, readUnicode } from "./pickle-lines.js";
import { type Machine, PickleError } from "./pickle-machine.js";

/** Bytes of a whole number: those of random generators have hundreds. */
const LONGEST_NUMBER = 4096;

const letter = (text: string) => text.charCodeAt(0);

/** By the instruction's byte. */
export const INSTRUCTIONS: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  [128, (m) => void m.byte()], // PROTO
  [149, (m) => void m.wide()], // FRAME

  // numbers and texts
  [letter("N"), (m) => m.push(null)],
  [136, (m) => m.push(true)],
  [137, (m) => m.push(false)],
  [letter("J"), (m) => m.push(m.take(4).readInt32LE(0))],
  [letter("K"), (m) => m.push(m.byte())],
  [letter("M"), (m) => m.push(m.take(2).readUInt16LE(0))],
  [138, (m) => m.push(whole(m.take(m.byte())))],
  [139, (m) => m.push(whole(m.take(m.take(4).readUInt32LE(0))))],
  [letter("G"), (m) => m.push(m.take(8).readDoubleBE(0))],
  [letter("X"), (m) => m.push(m.text(m.take(4).readUInt32LE(0)))],
  [140, (m) => m.push(m.text(m.byte()))],
  [141, (m) => m.push(m.text(m.wide()))],
  [letter("U"), (m) => m.push(m.oldText(m.byte()))],
  [letter("T"), (m) => m.push(m.oldText(m.take(4).readUInt32LE(0)))],
  [letter("C"), (m) => m.push(m.take(m.byte()))],
  [letter("B"), (m) => m.push(m.take(m.take(4).readUInt32LE(0)))],
  [142, (m) => m.push(m.take(m.wide()))],
  [150, (m) => m.push(m.take(m.wide()))], // BYTEARRAY8

  // the same as lines of text, in protocol 0
  [letter("I"), (m) => m.push(readFlagOrNumber(m.line()))],
  [letter("L"), (m) => m.push(readLongNumber(m.line()))],
  [letter("F"), (m) => m.push(Number(m.line()))],
  [letter("S"), (m) => m.push(readQuoted(m.line()))],
  [letter("V"), (m) => m.push(readUnicode(m.line()))],
  [letter("p"), (m) => m.remember(Number(m.line()))],
  [letter("g"), (m) => m.recall(Number(m.line()))],
  [letter("d"), (m) => m.gather()],
  [letter("l"), (m) => m.push(m.marked())],

  // lists, tuples and sets, all as arrays, and dictionaries
  [letter("("), (m) => m.mark()],
  [letter("}"), (m) => m.push(new Map())],
  [letter("]"), (m) => m.push([])],
  [letter(")"), (m) => m.push([])],
  [143, (m) => m.push([])],
  [letter("t"), (m) => m.push(m.marked())],
  [145, (m) => m.push(m.marked())],
  [133, (m) => m.push(m.last(1))],
  [134, (m) => m.push(m.last(2))],
  [135, (m) => m.push(m.last(3))],
  [letter("s"), (m) => m.setItems(m.last(2))],
  [letter("u"), (m) => m.setItems(m.marked())],
  [letter("a"), (m) => m.append(m.last(1))],
  [letter("e"), (m) => m.append(m.marked())],
  [144, (m) => m.append(m.marked())],

  // the stack, and what is kept
  [letter("0"), (m) => void m.pop()],
  [letter("1"), (m) => void m.marked()],
  [letter("2"), (m) => m.push(m.top())],
  [letter("q"), (m) => m.remember(m.byte())],
  [letter("r"), (m) => m.remember(m.take(4).readUInt32LE(0))],
  [148, (m) => m.rememberNext()],
  [letter("h"), (m) => m.recall(m.byte())],
  [letter("j"), (m) => m.recall(m.take(4).readUInt32LE(0))],

  // names, and what Python would call
  [letter("c"), (m) => m.name(m.line(), m.line())],
  [147, (m) => m.name(...(m.last(2) as [unknown, unknown]))],
  [letter("R"), (m) => m.call(m.pop())], // f(*values)
  [129, (m) => m.call(m.pop())], // class.__new__(class, *values)
  [
    146, // the same, with values by name
    (m) => {
      m.pop();
      m.call(m.pop());
    },
  ],
  [letter("b"), (m) => m.build(m.pop())], // attributes of an object, such as a state dict's version
  [letter("Q"), (m) => m.outside()],
]);

/** A whole number of any length, little-endian, in two's complement. */
function whole(bytes: Buffer): number | bigint {
  if (bytes.length === 0) return 0;
  if (bytes.length > LONGEST_NUMBER) throw new PickleError(`it holds a whole number of ${bytes.length} bytes.`);
  const digits = Buffer.from(bytes).reverse().toString("hex");
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits}`));
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
