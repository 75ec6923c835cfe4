import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { appendLine } from "../../src/files/append-line.js";

const folder = temporaryFolder();

describe("appendLine", () => {
  test("adds one JSON document a line, non-finite numbers as texts", async () => {
    const file = join(folder, "log.jsonl");
    await appendLine(file, { epoch: 1 });
    await appendLine(file, { epoch: 2, loss: Number.NaN });
    expect(readFileSync(file, "utf8")).toBe('{"epoch":1}\n{"epoch":2,"loss":"NaN"}\n');
  });

  test("begins a new line after one that a killed process left torn", async () => {
    const file = join(folder, "torn.jsonl");
    writeFileSync(file, '{"epoch":1}\n');
    appendFileSync(file, '{"epoch":2,"lo');
    await appendLine(file, { epoch: 2 });
    expect(readFileSync(file, "utf8")).toBe('{"epoch":1}\n{"epoch":2,"lo\n{"epoch":2}\n');
  });
});
