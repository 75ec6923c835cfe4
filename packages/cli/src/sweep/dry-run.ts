/**
 * What a sweep would take on this machine, in words.
 *
 * @module
 */
import { formatCount, formatDuration, formatMegabytes } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import type { HereFlags } from "./here.js";

/** Estimates a sweep and prints the estimate; trains and writes nothing. @returns the exit code. */
export async function dryRun(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: HereFlags,
  terminal: Terminal,
): Promise<number> {
  const { jobs, extend = false, until, dataDir, data: movedData } = flags;
  const { stop, say: notify } = terminal;
  const estimate = await lab.estimateSweep(named, {
    folder,
    jobs,
    extend,
    until,
    dataDirs: dataDir,
    movedData,
    stop,
    notify,
  });
  printDocument(terminal, flags, lab.createDryRunDocument(estimate), (document) =>
    describeEstimate(named.name, folder, document),
  );
  return 0;
}

function describeEstimate(name: string, folder: string, estimate: Lab.DryRunDocument): string {
  const { workers, threads, memoryBytes } = estimate;
  const memory = memoryBytes > 0 ? `, ${formatNeed(memoryBytes)} each` : "";
  return `${describeNetworks(name, folder, estimate)}
  at once  ${workers}, ${formatCount(threads, "thread")} each
  pace     ${describePace(estimate)} in all
  time     ${describeTime(estimate)}
  disk     ${formatNeed(estimate.diskBytes)}
  memory   ${workers} process${workers > 1 ? "es" : ""}${memory}`;
}

type Estimate = Pick<Lab.DryRunDocument, "networks" | "mostNetworks" | "done" | "imagesPerSecond" | "seconds">;

/** How many networks, and where. */
export function describeNetworks(name: string, folder: string, { networks, mostNetworks, done }: Estimate): string {
  const number = mostNetworks > networks ? `${networks} to ${mostNetworks} networks` : formatCount(networks, "network");
  return `${name}: ${number}, ${done} of them done; in ${folder}`;
}

/** From the slower to the faster measurement. */
export function describePace({ imagesPerSecond }: Estimate): string {
  return `${imagesPerSecond.map((pace) => pace.toFixed(0)).join(" to ")} training images per second`;
}

/** From the shorter to the longer estimate. */
export function describeTime({ mostNetworks, done, seconds }: Estimate): string {
  return mostNetworks === done ? "none" : `${formatDuration(seconds[0])} to ${formatDuration(seconds[1])}`;
}

/** Bytes that will be needed, rounded up. */
export function formatNeed(bytes: number): string {
  return formatMegabytes(bytes, Math.ceil);
}
