/**
 * The quick start, through the very command of the README, shortened to two tiny networks.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "selectivity-quickstart-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("npm run quickstart trains, reports, and ends with a table, the report's path and the next command", () => {
  const out = path.join(folder, "sweep");
  const shortened = ["--alphas=-1,0", "--seeds", "0", "epochs=1", "trainImages=256", "validationImages=100"];
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["run", "--silent", "quickstart", "--", "--out", out, ...shortened],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(status, stderr).toBe(0);
  const [head = "", ...rows] = stdout.trim().split("\n");
  expect(head.split(/ {2,}/).map((cell) => cell.trim())).toContain("accuracy");
  expect(rows.slice(0, 2).map((row) => row.trim().split(/ {2,}/)[0])).toEqual(["−1", "0"]);
  expect(stdout).toContain(`report: ${path.join(out, "report", "index.html")}`);
  expect(rows.at(-1)).toMatch(/^next: /);
  for (const name of ["index.html", "accuracy-by-selectivity.svg", "accuracy-by-selectivity.png", "table.csv"])
    expect(existsSync(path.join(out, "report", name)), name).toBe(true);
  expect(
    readFileSync(path.join(out, "report", "table.csv"), "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(3);
}, 180_000);
