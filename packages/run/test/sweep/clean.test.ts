import { rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { leaseFile, lookAtLease, readLease } from "../../src/lease/lease.js";
import { processStart } from "../../src/lease/process-start.js";
import { cleanSweep } from "../../src/sweep/clean.js";

const [FIRST, SECOND] = [trialId(0, 0), trialId(1, 0)];
const sweep = () => makeSweep({ alphas: [0, 1], seeds: [0] });
const homeOf = (folder: string, id: string) => join(folder, "trials", id);

/** Makes a file look as if it was written so long ago. */
function age(file: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
}

function old(folder: string, id: string, name: string): string {
  const file = join(homeOf(folder, id), name);
  writeFileSync(file, "left");
  age(file, 7200);
  return file;
}

const lease = (token: string, pid: number) => ({
  ...{ schema: 1, token, host: hostname(), pid, counter: 0 },
  started: (processStart(process.pid) as string).replace(/\d+$/, "1"), // this boot, another process
});

describe("cleanSweep", () => {
  test("names a trial's folder that cannot be looked at, and cleans the others", async () => {
    const folder = sweep();
    rmSync(homeOf(folder, FIRST), { recursive: true });
    writeFileSync(homeOf(folder, FIRST), "a file where a folder should be");
    old(folder, SECOND, ".weights.tmp");
    const problems: string[] = [];
    const gone = await cleanSweep(folder, { problem: (line) => problems.push(line) });
    expect(gone).toEqual([{ path: `trials/${SECOND}/.weights.tmp`, bytes: 4, why: "temporary file" }]);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${homeOf(folder, FIRST)}: ENOTDIR`))]);
  });

  test("does not mind a temporary file that goes while it looks", async () => {
    const folder = sweep();
    symlinkSync("nowhere", join(homeOf(folder, FIRST), ".gone.tmp")); // listed, but not there when asked for
    old(folder, SECOND, ".weights.tmp");
    expect(await cleanSweep(folder)).toHaveLength(1);
  });

  test("breaks the lease of the dead process that it saw, not one that another has taken since", async () => {
    const folder = sweep();
    for (const id of [FIRST, SECOND]) rmSync(join(homeOf(folder, id), "result.json"));
    const file = leaseFile(homeOf(folder, FIRST));
    writeFileSync(file, JSON.stringify(lease("dead", process.pid)));
    expect(await cleanSweep(folder, { dryRun: true })).toMatchObject([{ why: "lease of a dead process" }]);
    rmSync(homeOf(folder, SECOND), { recursive: true });
    writeFileSync(homeOf(folder, SECOND), ""); // is complained of after the first was looked at
    const taking = () => writeFileSync(file, JSON.stringify(lease("alive", process.pid)));
    expect(await cleanSweep(folder, { problem: taking })).toEqual([]);
    expect(readLease(homeOf(folder, FIRST))?.token).toBe("alive");
    expect(await cleanSweep(folder)).toHaveLength(1);
  });

  test("removes a lease that cannot be read, once its holder would have written it anew", async () => {
    const folder = sweep();
    const file = leaseFile(homeOf(folder, FIRST));
    writeFileSync(file, "");
    expect(await cleanSweep(folder)).toEqual([]);
    age(file, 61);
    expect(await cleanSweep(folder)).toEqual([
      { path: `trials/${FIRST}/lease.json`, bytes: 0, why: "lease that cannot be read" },
    ]);
    expect(lookAtLease(homeOf(folder, FIRST))).toBeUndefined();
  });
});
