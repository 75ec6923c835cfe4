/**
 * The file of results: one JSON document a line, one line a workload.
 *
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** What was measured, by workload. */
export function readResults(file) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map(({ workload, ...result }) => [workload, result]));
}

/** Puts the result of a workload in the place of an older one. */
export function keepResult(file, workload, result) {
  const results = { ...readResults(file), [workload]: result };
  const lines = Object.entries(results).map(([name, document]) => JSON.stringify({ workload: name, ...document }));
  writeFileSync(file, `${lines.join("\n")}\n`);
}
