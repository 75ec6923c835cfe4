import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { explainAbsence } from "../../src/errors/explain-absence.js";
import { makeFolder } from "../../src/files/make-folder.js";
import { requireWritable } from "../../src/files/require-writable.js";
import { writeFileAtomically } from "../../src/files/write-file.js";

const home = mkdtempSync(join(tmpdir(), "absence-"));
afterAll(() => rmSync(home, { recursive: true }));
const at = (name: string) => join(home, name);

writeFileSync(at("plain"), "");
mkdirSync(at("folder"));
symlinkSync("nowhere", at("broken"));
symlinkSync("loop", at("loop"));

test.each([
  ["missing", "missing does not exist"],
  ["folder/missing", "folder/missing does not exist"],
  ["missing/too", "missing/too does not exist"],
  ["broken", "broken is a link to nowhere, which does not exist"],
  ["broken/below", "broken is a link to nowhere, which does not exist"],
  ["loop", "loop: the symbolic links go around in a circle (ELOOP)"],
  ["loop/below", "loop: the symbolic links go around in a circle (ELOOP)"],
  ["plain/below", "plain/below: a part of the path is a file, not a folder (ENOTDIR)"],
])("%s: %s", (name, text) => {
  expect(explainAbsence(at(name))).toBe(join(home, text));
});

test.each([
  ["missing.png", undefined],
  ["folder/missing/below/a.npy", undefined],
  ["plain/a.png", /plain is a file, not a folder \(ENOTDIR\)/],
  ["plain/b/a.png", /plain is a file, not a folder \(ENOTDIR\)/],
  ["broken/a.png", /broken is a link to nowhere, which does not exist \(ENOENT\)/],
  ["loop/a.png", /ELOOP/],
])("whether %s can be written is known before the work", (name, refusal) => {
  if (refusal) expect(() => requireWritable(at(name))).toThrow(refusal);
  else expect(() => requireWritable(at(name))).not.toThrow();
});

test("a folder behind a link to nowhere is not made, and the link is named", () => {
  expect(() => makeFolder(at("broken/below"))).toThrow(/broken is a link to nowhere, which does not exist/);
});

test("a file that cannot be written is named, not its temporary name", () => {
  for (const [name, code] of [
    ["plain/a", "ENOTDIR"],
    ["missing/a", "ENOENT"],
  ] as const)
    expect(() => writeFileAtomically(at(name), [""])).toThrow(expect.objectContaining({ code, path: at(name) }));
});
