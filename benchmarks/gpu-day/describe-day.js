/**
 * A day on a GPU, as docs/performance.md shows it.
 *
 * @module
 */
import { describeWorkload, table } from "../tables.js";

/** @param day what `gpu-day.sh` wrote; null where nothing was measured. */
export function describeDay(day) {
  const title = "## On a GPU";
  if (!day)
    return `${title}\n\nNot measured yet. \`node benchmarks/gpu-day/pack.js FOLDER\` packs what \`bash gpu-day.sh\` needs on a machine with a GPU.`;
  if (day.rehearsal) throw new Error("this is a rehearsal on the CPU, not a day on a GPU: it is not printed");
  return [
    title,
    describeChecks(day),
    describeParts(day),
    describeSweep(day),
    ...Object.values(day.workloads).map(describeWorkload),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function describeChecks({ checks, device }) {
  const rows = checks.map(({ name, value, bound, ok }) => [
    name,
    `${Number(value.toPrecision(3))}`,
    bound,
    ok ? "holds" : "**does not hold**",
  ]);
  return `Checks on ${device}:\n\n${table(["", "value", "bound", ""], rows)}`;
}

/** What was not measured, with the reason. */
function describeParts({ parts }) {
  const missing = parts.filter(({ failed, skipped }) => failed ?? skipped);
  const lines = missing.map(
    ({ name, failed, skipped }) => `- ${name}: ${failed ? `failed: ${failed.split("\n")[0]}` : skipped}`,
  );
  return missing.length > 0 ? `Not measured:\n\n${lines.join("\n")}` : "";
}

function describeSweep({ sweep, device }) {
  if (!sweep) return "";
  const { trained, seconds, workers, secondsPerNetwork, epochs, images, precision } = sweep;
  const each = secondsPerNetwork === null ? "" : `, ${secondsPerNetwork.toFixed(1)} s per network`;
  return `A sweep of ResNet20 on ${device}: ${trained} networks in ${seconds.toFixed(0)} s by ${workers} workers${each}; ${epochs} epochs of ${images} images of 3 × 32 × 32, ${precision}.`;
}
