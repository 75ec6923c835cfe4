/**
 * Results as tables in Markdown.
 *
 * @module
 */

/** A section of the page: the table of one workload, and under which conditions it was measured. */
export function describeWorkload(workload) {
  const { title, variants, threads, load, date, commit, machine, versions, skipped } = workload;
  const [ours] = variants;
  const rows = variants.map(({ name, median, low, high, fastest, megabytes, runs }) => [
    name,
    duration(median),
    `${duration(low)} … ${duration(high)}`,
    duration(fastest),
    `${(median / ours.median).toFixed(2)}`,
    megabytes ? `${megabytes}` : "",
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

/** A table in Markdown; all columns but the first are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function duration(milliseconds) {
  return milliseconds < 10_000 ? `${Number(milliseconds.toPrecision(3))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
