import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checksumMaterial } from "../../../src/corruptions/materials/checksum-material.js";

const home = mkdtempSync(join(tmpdir(), "material-"));
afterAll(() => rmSync(home, { recursive: true }));

function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(home, name, path, ".."), { recursive: true });
    writeFileSync(join(home, name, path), text);
  }
  return join(home, name);
}

test("depends on names and contents, not on the folder, the order, or the time of change", async () => {
  const one = folder("one", { "a.png": "1", "below/b.png": "2" });
  cpSync(one, join(home, "copy"), { recursive: true });
  utimesSync(join(home, "copy", "a.png"), 1, 1);
  const checksum = await checksumMaterial(one);
  expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(await checksumMaterial(join(home, "copy"))).toBe(checksum);
  expect(await checksumMaterial(one, ["below/b.png", "a.png"])).toBe(checksum);
  expect(await checksumMaterial(folder("swapped", { "a.png": "2", "below/b.png": "1" }))).not.toBe(checksum);
  expect(await checksumMaterial(folder("renamed", { "a.png": "1", "b.png": "2" }))).not.toBe(checksum);
});

test("follows a file that changes while the process runs", async () => {
  const place = folder("changing", { "a.png": "before" });
  const before = await checksumMaterial(place);
  writeFileSync(join(place, "a.png"), "after!");
  const { atimeMs, mtimeMs } = statSync(join(place, "a.png"));
  utimesSync(join(place, "a.png"), atimeMs / 1000, mtimeMs / 1000 + 1); // even on a file system of coarse times
  expect(await checksumMaterial(place)).not.toBe(before);
});
