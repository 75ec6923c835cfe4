import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "../../src/files/make-folder.js";

const home = mkdtempSync(join(tmpdir(), "folders-"));
afterAll(() => rmSync(home, { recursive: true }));

test("makes a folder with those above it, and leaves one that is there", () => {
  for (let time = 0; time < 2; time++) makeFolder(join(home, "a/b/c"));
  expect(existsSync(join(home, "a/b/c"))).toBe(true);
});

test("says that a file is in its place", () => {
  writeFileSync(join(home, "file"), "");
  expect(() => makeFolder(join(home, "file"))).toThrow("EEXIST");
  expect(() => makeFolder(join(home, "file/below"))).toThrow(/ENOTDIR|EEXIST/);
});

test.skipIf(!existsSync("/proc"))("ends where no folder can be made, which Node's own mkdir does not", () => {
  expect(() => makeFolder("/proc/nowhere/at/all")).toThrow("ENOENT");
});
