/**
 * Python's pickles, as far as tensors need them, without executing anything.
 *
 * A pickle is a program for a small stack machine, and two of its instructions call whatever Python function it names. Here it may
 * name nothing but what it is given; any other name is refused. Source: Python's pickletools.
 * @module
 */
/** A pickle that is damaged, or asks for what it may not have. */
export class PickleError extends Error {
  override readonly name = "PickleError";
  readonly code = "PICKLE";
}

/** What a pickle may name: a function by its module and name; `undefined` for all others. */
export type Find = (name: string) => ((...values: unknown[]) => unknown) | undefined;

/** Stands on the stack where a list of items begins. */
const MARK = Symbol("mark");

/** A function that was named, not yet called. */
class Global {
  constructor(
    readonly name: string,
    readonly call: (...values: unknown[]) => unknown,
  ) {}
}

/** Most values on the stack: a pickle of weights needs a few hundred. */
const DEEPEST = 1e6;

/**
 * Reads a pickle of protocol 2 to 5.
 *
 * @param find what it may name. @param persistent what its references to outside are.
 * @returns dictionaries as Map, lists and tuples as arrays, None as null.
 * @throws {@link PickleError}
 */
export function unpickle(bytes: Uint8Array, find: Find, persistent: (id: unknown) => unknown): unknown {
  return new Unpickler(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), find, persistent).run();
}

class Unpickler {
  #at = 0;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(
    private readonly bytes: Buffer,
    private readonly find: Find,
    private readonly persistent: (id: unknown) => unknown,
  ) {}

  run(): unknown {
    while (true) {
      const code = this.#take(1)[0] as number;
      if (code === 0x2e) return plain(this.#pop());
      const step = STEPS[code];
      if (!step)
        throw new PickleError(
          `its instruction 0x${code.toString(16)} at byte ${this.#at - 1} is none that weights need.`,
        );
      step(this);
      if (this.#stack.length > DEEPEST) throw new PickleError("it stacks up more values than weights ever need.");
    }
  }

  #take(count: number): Buffer {
    if (this.#at + count > this.bytes.length)
      throw new PickleError(`it ends at byte ${this.bytes.length}, in the middle of a value.`);
    this.#at += count;
    return this.bytes.subarray(this.#at - count, this.#at);
  }

  #pop(): unknown {
    if (this.#stack.length === 0) throw new PickleError(`at byte ${this.#at} it takes a value that is not there.`);
    return this.#stack.pop();
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    return this.#pop();
  }

  top(): unknown {
    const value = this.#pop();
    this.push(value);
    return value;
  }

  take(count: number): Buffer {
    return this.#take(count);
  }

  text(length: number): string {
    return this.#take(length).toString("utf8");
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.#at);
    if (end < 0) throw new PickleError("it ends in the middle of a name.");
    const text = this.bytes.toString("utf8", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** The values since the mark, which goes too. */
  marked(): unknown[] {
    const from = this.#stack.lastIndexOf(MARK);
    if (from < 0) throw new PickleError(`at byte ${this.#at} it closes a list that was never begun.`);
    return this.#stack.splice(from).slice(1);
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) throw new PickleError(`it recalls value ${index}, which it never kept.`);
    this.push(this.#memo.get(index));
  }

  name(name: string): void {
    const call = this.find(name);
    if (!call)
      throw new PickleError(
        `it names ${name}, which is not needed to read tensors: it may be a program, and is not run.`,
      );
    this.push(new Global(name, call));
  }

  reduce(): void {
    const values = this.#pop();
    const global = this.#pop();
    if (!(global instanceof Global) || !Array.isArray(values))
      throw new PickleError(`at byte ${this.#at} it calls what is no function.`);
    this.push(global.call(...values.map(plain)));
  }

  outside(): void {
    this.push(this.persistent(plain(this.#pop())));
  }
}

/** A name that stands as a value is its text: the class of a storage, say. */
function plain(value: unknown): unknown {
  if (value instanceof Global) return value.name;
  return Array.isArray(value) ? value.map(plain) : value;
}

function setItems(target: unknown, items: readonly unknown[]): void {
  if (!(target instanceof Map) || items.length % 2 !== 0)
    throw new PickleError("it sets items of what is no dictionary.");
  for (let i = 0; i < items.length; i += 2) target.set(items[i], plain(items[i + 1]));
}

function append(target: unknown, items: readonly unknown[]): void {
  if (!Array.isArray(target)) throw new PickleError("it appends to what is no list.");
  target.push(...items);
}

/** A whole number of any length, little-endian, in two's complement. */
function long(bytes: Buffer): number {
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const number = Number(bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, value));
  if (!Number.isSafeInteger(number)) throw new PickleError("it holds a whole number of more than 53 bits.");
  return number;
}

type Step = (machine: Unpickler) => void;
const letter = (text: string) => text.charCodeAt(0);

const STEPS: Readonly<Record<number, Step>> = {
  128: (m) => void m.take(1), // PROTO
  149: (m) => void m.take(8), // FRAME
  [letter("(")]: (m) => m.push(MARK),
  [letter("N")]: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  [letter("J")]: (m) => m.push(m.take(4).readInt32LE(0)),
  [letter("K")]: (m) => m.push(m.take(1)[0]),
  [letter("M")]: (m) => m.push(m.take(2).readUInt16LE(0)),
  138: (m) => m.push(long(m.take(m.take(1)[0] as number))),
  [letter("G")]: (m) => m.push(m.take(8).readDoubleBE(0)),
  [letter("X")]: (m) => m.push(m.text(m.take(4).readUInt32LE(0))),
  140: (m) => m.push(m.text(m.take(1)[0] as number)),
  [letter("}")]: (m) => m.push(new Map()),
  [letter("]")]: (m) => m.push([]),
  [letter(")")]: (m) => m.push([]),
  [letter("t")]: (m) => m.push(m.marked()),
  133: (m) => m.push([m.pop()]),
  134: (m) => m.push([m.pop(), m.pop()].reverse()),
  135: (m) => m.push([m.pop(), m.pop(), m.pop()].reverse()),
  [letter("s")]: (m) => {
    const items = [m.pop(), m.pop()].reverse();
    setItems(m.top(), items);
  },
  [letter("u")]: (m) => {
    const items = m.marked();
    setItems(m.top(), items);
  },
  [letter("a")]: (m) => {
    const item = m.pop();
    append(m.top(), [item]);
  },
  [letter("e")]: (m) => {
    const items = m.marked();
    append(m.top(), items);
  },
  [letter("q")]: (m) => m.remember(m.take(1)[0] as number),
  [letter("r")]: (m) => m.remember(m.take(4).readUInt32LE(0)),
  148: (m) => m.rememberNext(),
  [letter("h")]: (m) => m.recall(m.take(1)[0] as number),
  [letter("j")]: (m) => m.recall(m.take(4).readUInt32LE(0)),
  [letter("c")]: (m) => m.name(`${m.line()}.${m.line()}`),
  147: (m) => {
    const [module, name] = [m.pop(), m.pop()].reverse();
    m.name(`${module}.${name}`);
  },
  [letter("R")]: (m) => m.reduce(),
  [letter("Q")]: (m) => m.outside(),
  [letter("b")]: (m) => void m.pop(), // the attributes of an object, such as a state dict's version: not needed
  [letter("0")]: (m) => void m.pop(),
};
