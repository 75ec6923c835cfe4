/**
 * Python's pickles, as far as tensors need them, without executing anything.
 *
 * A pickle is a program for a small stack machine, and some of its instructions call whatever Python function it names. Here it may
 * call nothing but what it is given. Any other name is only a name, {@link Named}, and so is whatever a call of it would have made:
 * nothing is imported, called or looked up, and whoever reads the result sees the name where a value was wanted.
 * @module
 */
import { INSTRUCTIONS } from "./pickle-instructions.js";
import { type Call, Machine, PickleError } from "./pickle-machine.js";

/** Most values on the stack: a pickle of weights needs a few hundred. */
const DEEPEST = 1e6;

const STOP = 0x2e;

/** What a pickle may reach beyond itself. */
export interface Reach {
  /** The function of that name, module and all; `undefined` for all others. */
  readonly find: (name: string) => Call | undefined;
  /** What its references to outside are. */
  readonly persistent: (id: unknown) => unknown;
  /** How texts of Python 2 are read, which are bytes; `utf8` by default. */
  readonly oldTexts?: "utf8" | "latin1";
}

/**
 * Reads a pickle of protocol 0 to 5.
 *
 * @param start of the pickle, in bytes.
 * @returns its value, in which dictionaries are Maps, lists, tuples and sets arrays, None null, bytes Buffers, whole numbers of more
 *   than 53 bits bigints, all else {@link Named}, and which may hold itself; and where it ends.
 * @throws {@link PickleError} when it is damaged, or has an instruction that those protocols have not.
 */
export function unpickle(
  bytes: Uint8Array,
  { find, persistent, oldTexts }: Reach,
  start = 0,
): { value: unknown; end: number } {
  const program = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine = new Machine(program, find, persistent, start, oldTexts);
  while (true) {
    const code = machine.byte();
    if (code === STOP) return { value: machine.pop(), end: machine.at };
    const step = INSTRUCTIONS.get(code);
    if (!step)
      throw new PickleError(
        `its instruction 0x${code.toString(16)} at byte ${machine.at - 1} is none that weights need.`,
      );
    step(machine);
    if (machine.depth > DEEPEST) throw new PickleError("it stacks up more values than weights ever need.");
  }
}
