/** What people take for weights is named for what it is. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { Named } from "../../src/checkpoints/pickle-machine.js";
import { findRefusedFile, REFUSED_FILES, REFUSED_TENSORS } from "../../src/checkpoints/refused-files.js";
import { findStateDict } from "../../src/checkpoints/state-dict.js";

const file = join(temporaryFolder(), "weights.pt");
const bytes = (text: string) => Buffer.from(text, "latin1");
const tar = Buffer.concat([bytes("a.txt"), Buffer.alloc(252), bytes("ustar\0"), Buffer.alloc(200)]);

test.each([
  [/Git LFS/, bytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")],
  [/web page/, bytes("\n<!DOCTYPE html><html><title>Sign in</title>")],
  [/web page/, bytes("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>")],
  [/HDF5/, bytes("\x89HDF\r\n\x1a\n\0\0")],
  [/gzip/, bytes("\x1f\x8b\x08\0")],
  [/xz/, bytes("\xfd7zXZ\0")],
  [/Zstandard/, bytes("\x28\xb5\x2f\xfd\0")],
  [/7-Zip/, bytes("7z\xbc\xaf\x27\x1c")],
  [/NumPy/, bytes("\x93NUMPY\x01\0")],
  [/GGUF/, bytes("GGUF\x03\0")],
  [/ONNX/, bytes("\x08\x08\x12\x07pytorch\x1a\x05")],
  [/tar archive/, tar],
  [/JSON/, bytes('{"message": "Not Found"}')],
  [/zeros/, Buffer.alloc(100)],
])("%s", (name, content) => {
  writeFileSync(file, content);
  expect(findRefusedFile(file)?.name).toMatch(name);
});

test("of anything else nothing is said", () => {
  writeFileSync(file, "hello");
  expect(findRefusedFile(file)).toBeUndefined();
  writeFileSync(file, "");
  expect(findRefusedFile(file)).toBeUndefined();
});

test("each kind has a remedy", () => {
  for (const { remedy } of REFUSED_FILES) expect(remedy).not.toBe("");
});

test.each([...REFUSED_TENSORS])("%s in a state dict is named", (name, reason) => {
  expect(() => findStateDict(new Map([["fc.weight", new Named(name)]]))).toThrow(reason);
});
