import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFileAtomically } from "../../src/files/write-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atomic-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("writeFileAtomically", () => {
  test("joins the chunks and leaves nothing beside the file", () => {
    writeFileAtomically(join(folder, "a.txt"), ["one ", Buffer.from("two")]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("one two");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("keeps the old file, and nothing else, when the work breaks off half-way", () => {
    writeFileSync(join(folder, "a.txt"), "old");
    const breaksOff = function* () {
      yield "new";
      throw new Error("no more");
    };
    expect(() => writeFileAtomically(join(folder, "a.txt"), breaksOff())).toThrow("no more");
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("shows the old file until the last chunk is written", () => {
    writeFileSync(join(folder, "a.txt"), "old");
    const looksAround = function* () {
      yield "new";
      expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("old");
    };
    writeFileAtomically(join(folder, "a.txt"), looksAround());
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("new");
  });
});
