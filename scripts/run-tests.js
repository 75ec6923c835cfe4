/**
 * Runs the tests, and closes with `N passed, N failed` alone on the last line, for whoever reads a log by its end.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folder = mkdtempSync(path.join(tmpdir(), "selectivity-tests-"));
const results = path.join(folder, "results.json");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
const { status } = spawnSync("npx", ["vitest", "run", ...reporters, ...process.argv.slice(2)], { stdio: "inherit" });
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, "utf8"));
rmSync(folder, { recursive: true });

const failed = numFailedTests || (status === 0 ? 0 : 1); // a file that does not load has no tests to fail
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`);
process.exit(failed === 0 ? 0 : 1);
