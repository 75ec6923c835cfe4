#!/usr/bin/env node
/**
 * Writes docs/performance.md from the results of `run.js`.
 *
 *     node benchmarks/document.js [results.jsonl]
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readResults } from "./results.js";
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

${Object.values(results).map(section).join("\n\n")}
`;
}

function section(workload) {
  const { title, variants, threads, load, date, commit, machine, versions, skipped } = workload;
  const [ours] = variants;
  const rows = variants.map(({ name, median, low, high, fastest, megabytes, runs }) => [
    name,
    duration(median),
    `${duration(low)} … ${duration(high)}`,
    duration(fastest),
    `${(median / ours.median).toFixed(2)}`,
    `${megabytes}`,
    `${runs.length} × ${runs[0].times.length}`,
  ]);
  const conditions = [
    `${date} UTC`,
    `commit ${commit}`,
    `${machine.processor}, ${machine.cores} cores, ${machine.gibibytes} GiB, ${machine.system}`,
    `${threads} threads`,
    `Node ${versions.node.slice(1)}, libtorch ${versions.libtorch}, PyTorch ${versions.pytorch ?? "absent"}`,
    `load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
  ];
  return `## ${title}

${table(["", "median", "quartiles", "fastest", `÷ ${ours.name}`, "MB", "processes × times"], rows)}

${conditions.join("; ")}.${skipped.length > 0 ? ` Skipped, without PyTorch: ${skipped.join("; ")}.` : ""}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function duration(milliseconds) {
  return milliseconds < 10_000 ? `${Number(milliseconds.toPrecision(3))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
