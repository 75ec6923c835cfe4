/** Pickles that Python's own pickler would never write. */
import { describe, expect, test } from "vitest";
import { unpickle } from "../../src/checkpoints/pickle.js";
import { Named, PickleError } from "../../src/checkpoints/pickle-machine.js";

const calls: unknown[][] = [];
const reach = {
  find: (name: string) =>
    name === "known.f"
      ? (values: readonly unknown[]) => {
          calls.push([...values]);
          return "made";
        }
      : undefined,
  persistent: (id: unknown) => ({ id }),
};
/** Instructions as letters, `\x80\x02` before them and a STOP behind. */
const read = (program: string) => unpickle(Buffer.from(`\x80\x02${program}.`, "latin1"), reach).value;
const SYSTEM = "cposix\nsystem\n";

describe("unpickle", () => {
  test("calls what it is given, and nothing else: of any other call only the name stays", () => {
    expect(read("cknown\nf\nK\x01K\x02\x86R")).toBe("made");
    expect(calls).toEqual([[1, 2]]);
    expect(read(`${SYSTEM}U\x02ls\x85R`)).toEqual(new Named("posix.system"));
  });

  test.each([
    ["REDUCE", `${SYSTEM})R`],
    ["NEWOBJ", `${SYSTEM})\x81`],
    ["NEWOBJ_EX", `${SYSTEM})}\x92`],
    ["STACK_GLOBAL", "\x8c\x05posix\x8c\x06system\x93)R"],
    ["a call of what a call would have made", `${SYSTEM})R)R`],
    ["BUILD", `${SYSTEM})R}U\x01aK\x01sb`],
    ["SETITEM", `${SYSTEM})RU\x01aK\x01s`],
    ["SETITEMS", `${SYSTEM})R(U\x01aK\x01u`],
    ["APPEND", `${SYSTEM})RK\x01a`],
    ["APPENDS", `${SYSTEM})R(K\x01e`],
    ["ADDITEMS", `${SYSTEM})R(K\x01\x90`],
  ])("%s leaves a name as it is", (_, program) => {
    expect(read(program)).toEqual(new Named("posix.system"));
  });

  test.each([
    ["INST, which calls what it names", "(iposix\nsystem\n"],
    ["OBJ, which calls a class", `(${SYSTEM}o`],
    ["EXT1, a name out of Python's registry", "\x82\x01"],
    ["PERSID of protocol 0", "P0\n"],
  ])("refuses %s", (_, program) => {
    expect(() => read(program)).toThrow(/its instruction 0x\w+ at byte \d+ is none that weights need/);
  });

  test.each([
    ["a mark taken for a value", "(q\x00", /takes a value that is not there/],
    ["a mark in a list", "](a", /takes a value that is not there/],
    ["an empty stack", "", /takes a value that is not there/],
    ["a name made of numbers", "K\x01K\x02\x93", /names what is no text/],
    ["a call of a number", "K\x01)R", /calls what is no function/],
    ["a value that was never kept", "h\x07", /recalls value 7, which it never kept/],
    ["items of a number", "K\x01(K\x01K\x02u", /sets items of what is no dictionary/],
    ["a text longer than the file", "X\xff\xff\xff\x7fab", /in the middle of a value/],
    ["a length of eight bytes, all of them set", `\x8d${"\xff".repeat(8)}ab`, /in the middle of a value/],
    ["a whole number of a megabyte", `\x8b\x00\x00\x10\x00${"\x01".repeat(1 << 20)}`, /whole number of 1048576 bytes/],
  ])("refuses %s", (_, program, problem) => {
    expect(() => read(program)).toThrow(PickleError);
    expect(() => read(program)).toThrow(problem);
  });

  test("ends where a list holds itself, or doubles sixty times", () => {
    const [own] = read("]q\x00h\x00a") as unknown[][];
    expect(own?.[0]).toBe(own);
    expect(read(`]${"2\x86".repeat(60)}`)).toHaveLength(2);
  });

  test("hands over any number of arguments", () => {
    expect(read(`cknown\nf\n(${"N".repeat(200_000)}tR`)).toBe("made");
    expect(calls.at(-1)).toHaveLength(200_000);
  });

  test("reads whole numbers of any size", () => {
    expect(read("\x8a\x00")).toBe(0);
    expect(read("\x8a\x01\xff")).toBe(-1);
    expect(read("\x8a\x02\xff\x00")).toBe(255);
    expect(read(`\x8a\x09${"\x00".repeat(8)}\x01`)).toBe(2n ** 64n);
  });
});
