/**
 * What a sweep would take, in words.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { count, duration } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";
import type { HereFlags } from "./here.js";

/** Estimates a sweep and says so; trains and writes nothing. @returns the exit code. */
export async function dryRun(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  { json, jobs, extend = false, until, dataDir }: HereFlags,
  terminal: Terminal,
): Promise<number> {
  const { stop, say: notify } = terminal;
  const estimate = await lab.estimateSweep(named, { folder, jobs, extend, until, dataDirs: dataDir, stop, notify });
  terminal.out(json ? lab.encodeJson(estimate) : describe(named.name, folder, estimate));
  return 0;
}

function describe(name: string, folder: string, estimate: Lab.SweepEstimate): string {
  const { workers, threads, memoryBytes } = estimate;
  const memory = memoryBytes > 0 ? `, ${megabytes(memoryBytes)} each` : "";
  return `${headline(name, folder, estimate)}
  at once  ${workers}, ${count(threads, "thread")} each
  pace     ${paceText(estimate)}, all together
  time     ${timeText(estimate)}
  disk     ${megabytes(estimate.diskBytes)}
  memory   ${workers} process${workers > 1 ? "es" : ""}${memory}`;
}

/** How many networks. */
export function headline(name: string, folder: string, estimate: Lab.SweepEstimate): string {
  const { networks, mostNetworks, done } = estimate;
  const number = mostNetworks > networks ? `${networks} to ${mostNetworks} networks` : count(networks, "network");
  return `${name}: ${number}, ${done} of them done; in ${folder}`;
}

/** From the slower to the faster measurement. */
export function paceText({ imagesPerSecond }: Lab.SweepEstimate): string {
  return `${imagesPerSecond.map((pace) => pace.toFixed(0)).join(" to ")} training images a second`;
}

/** From the shorter to the longer estimate. */
export function timeText({ mostNetworks, done, seconds }: Lab.SweepEstimate): string {
  return mostNetworks === done ? "none" : `${duration(seconds[0])} to ${duration(seconds[1])}`;
}

/** Rounded up. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
