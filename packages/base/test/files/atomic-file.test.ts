import { readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { AtomicFile } from "../../src/files/atomic-file.js";

const folder = temporaryFolder();
const path = join(folder, "a.bin");

test("an atomic file leaves the old one until it is finished, and nothing else afterwards", () => {
  writeFileSync(path, "old");
  const file = new AtomicFile(path);
  writeSync(file.descriptor, "new");
  expect(readFileSync(path, "utf8")).toBe("old");
  file.finish();
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["a.bin"]);
});

test("an abandoned file leaves what was there, and nothing else", () => {
  writeFileSync(path, "old");
  const file = new AtomicFile(path);
  writeSync(file.descriptor, "new");
  file.abandon();
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["a.bin"]);
});
