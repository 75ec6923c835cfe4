/**
 * What a sweep would take, in words.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { duration } from "../format.js";
import type { Terminal } from "../terminal.js";
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
  const { networks, mostNetworks, done, workers, threads, imagesPerSecond, seconds, diskBytes, memoryBytes } = estimate;
  const left = mostNetworks - done;
  const most = mostNetworks > networks ? ` to ${mostNetworks}` : "";
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  const memory = memoryBytes > 0 ? `, ${megabytes(memoryBytes)} each` : "";
  return `${name}: ${networks}${most} networks, ${done} of them done; in ${folder}
  at once  ${workers}, ${threads} thread${threads > 1 ? "s" : ""} each
  pace     ${imagesPerSecond.map((pace) => pace.toFixed(0)).join(" to ")} training images a second, all together
  time     ${left === 0 ? "none" : `${duration(seconds[0])} to ${duration(seconds[1])}`}
  disk     ${megabytes(diskBytes)}
  memory   ${workers} process${workers > 1 ? "es" : ""}${memory}`;
}
