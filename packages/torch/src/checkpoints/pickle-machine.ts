/**
 * The stack machine that a pickle is a program for, with nothing in it that could act: no import, no call but of what it is given, no
 * attribute set.
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** A pickle is damaged, or does not hold tensors. It knows no path: whoever reads the file adds it. */
export class PickleError extends LabError {
  override readonly name = "PickleError";

  /** @param problem a sentence about the file, such as `it ends in the middle of a name.` */
  constructor(problem: string) {
    super({ code: "invalid-pickle", problem });
  }
}

/** A function that a pickle may call, with the list of its arguments. */
export type Call = (values: readonly unknown[]) => unknown;

/**
 * Something that a pickle names: a function or class; or what an unknown one would have made, under the name of its maker. Inert:
 * whatever the pickle does to it leaves it as it is.
 */
export class Named {
  constructor(
    readonly name: string,
    readonly call?: Call,
  ) {}
}

/** Something made by a call that the pickle fills afterwards: with the state of an object. */
export abstract class Unfinished {
  /** Takes the state as it stands in the pickle, unchecked. */
  abstract finish(state: unknown): void;
}

/** Marks where a list of items begins on the stack. */
const MARK = Symbol("mark");

/** The state of the machine: its place in the program, its stack, and what it keeps. */
export class Machine {
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(
    private readonly bytes: Buffer,
    private readonly find: (name: string) => Call | undefined,
    private readonly persistent: (id: unknown) => unknown,
    /** Of the next byte. */
    public at: number,
    /** How texts of Python 2 are read, which are bytes: `latin1` keeps them. */
    private readonly oldTexts: "utf8" | "latin1" = "utf8",
  ) {}

  /** How many values are stacked up. */
  get depth(): number {
    return this.#stack.length;
  }

  /** The next bytes of the program. */
  take(count: number): Buffer {
    if (this.at + count > this.bytes.length)
      throw new PickleError(`it ends at byte ${this.bytes.length}, in the middle of a value.`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  byte(): number {
    return this.take(1)[0] as number;
  }

  /** A length of eight bytes. */
  wide(): number {
    return Number(this.take(8).readBigUInt64LE());
  }

  text(length: number): string {
    return this.take(length).toString("utf8");
  }

  /** A text of Python 2. */
  oldText(length: number): string {
    return this.take(length).toString(this.oldTexts);
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new PickleError("it ends in the middle of a name.");
    const text = this.bytes.toString("utf8", this.at, end);
    this.at = end + 1;
    return text;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  top(): unknown {
    const value = this.#stack.at(-1);
    if (this.#stack.length === 0 || value === MARK)
      throw new PickleError(`at byte ${this.at} it takes a value that is not there.`);
    return value;
  }

  /** The last values, in their order. */
  last(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.#stack.push(MARK);
  }

  /** The values since the mark, which goes too. */
  marked(): unknown[] {
    const from = this.#stack.lastIndexOf(MARK);
    if (from < 0) throw new PickleError(`at byte ${this.at} it closes a list that was never begun.`);
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

  name(module: unknown, name: unknown): void {
    if (typeof module !== "string" || typeof name !== "string")
      throw new PickleError(`at byte ${this.at} it names what is no text.`);
    this.push(new Named(`${module}.${name}`, this.find(`${module}.${name}`)));
  }

  /** Calls what may be called; of anything else only the name stays. */
  call(values: unknown): void {
    const target = this.pop();
    if (!(target instanceof Named) || !Array.isArray(values))
      throw new PickleError(`at byte ${this.at} it calls what is no function.`);
    this.push(target.call ? target.call(values) : new Named(target.name));
  }

  /** The state of an object; of anything that is finished, nothing. */
  build(state: unknown): void {
    const target = this.top();
    if (target instanceof Unfinished) target.finish(state);
  }

  outside(): void {
    this.push(this.persistent(this.pop()));
  }

  setItems(items: readonly unknown[]): void {
    const target = this.top();
    if (target instanceof Named) return;
    if (!(target instanceof Map) || items.length % 2 !== 0)
      throw new PickleError("it sets items of what is no dictionary.");
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  /** A dictionary of the values since the mark. */
  gather(): void {
    const items = this.marked();
    this.push(new Map());
    this.setItems(items);
  }

  append(items: readonly unknown[]): void {
    const target = this.top();
    if (target instanceof Named) return;
    if (!Array.isArray(target)) throw new PickleError("it appends to what is no list.");
    for (const item of items) target.push(item);
  }
}
