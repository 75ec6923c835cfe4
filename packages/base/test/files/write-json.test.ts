import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { FileError } from "../../src/errors/file-error.js";
import { readJson } from "../../src/files/read-json.js";
import { writeJsonAtomically } from "../../src/files/write-json.js";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "selectivity-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("writeJsonAtomically and readJson", () => {
  test("write non-finite numbers as text, where JSON has no word for them", async () => {
    const path = join(temporaryFolder(), "a.json");
    writeJsonAtomically(path, {
      loss: Number.NaN,
      up: Number.POSITIVE_INFINITY,
      down: [Number.NEGATIVE_INFINITY],
      n: 1,
    });
    expect(await readJson(path, z.unknown())).toEqual({ loss: "NaN", up: "Infinity", down: ["-Infinity"], n: 1 });
  });

  test("name the file that is missing, is not JSON, or does not fit", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "a.json");
    const schema = z.object({ seed: z.int() });
    await expect(readJson(path, schema)).rejects.toThrow(
      `${path}: cannot be read: no such file or folder (ENOENT).\n  to do: check the spelling of the path`,
    );
    writeFileSync(path, '{"seed":');
    await expect(readJson(path, schema)).rejects.toThrow(`${path}: expected JSON`);
    writeFileSync(path, '{"seed": "one"}');
    await expect(readJson(path, schema)).rejects.toThrow(
      `${path}: seed: Invalid input: expected number, received string`,
    );
    await expect(readJson(path, schema)).rejects.toBeInstanceOf(FileError);
  });
});
