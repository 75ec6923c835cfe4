#!/usr/bin/env node
/**
 * Writes docs/performance.md from the results of `run.js`, and of a day on a GPU where `benchmarks/gpu-day.json` lies there.
 *
 *     node benchmarks/document.js [results.jsonl]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeDay } from "./gpu-day/describe-day.js";
import { readResults } from "./results.js";
import { describeWorkload, table } from "./tables.js";
import { judge } from "./targets.js";

const here = (file) => path.join(import.meta.dirname, file);
const results = readResults(process.argv[2] ?? here("results.jsonl"));
writeFileSync(here("../docs/performance.md"), page());

function page() {
  return `# Performance

<!-- Written by benchmarks/document.js from benchmarks/results.jsonl; change those. -->

${readFileSync(here("what-is-measured.md"), "utf8").trim()}

## Targets

${table(
  ["", "target", "measured", "from fastest times", ""],
  judge(results).map(({ what, target, value, calm, verdict }) => [
    what,
    target,
    value ?? "not measured",
    calm ?? "",
    verdict,
  ]),
)}

${readFileSync(here("what-falls-short.md"), "utf8").trim()}

${Object.values(results).map(describeWorkload).join("\n\n")}

${gpu()}
`;
}

/** What was measured on a GPU; says so where nothing was. */
function gpu() {
  const file = here("gpu-day.json");
  return describeDay(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);
}
