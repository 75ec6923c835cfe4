import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { LeaseHeldError } from "../../src/lease/error.js";
import { HEARTBEAT_SECONDS, Lease } from "../../src/lease/held-lease.js";
import { breakLease, leaseFile, readLease } from "../../src/lease/lease.js";
import { processStart } from "../../src/lease/process-start.js";
import { takeOver, untilJudged } from "../../src/lease/take-over.js";
import { LeaseWatch } from "../../src/lease/watch.js";

const home = temporaryFolder();
let count = 0;
const fresh = () => {
  const folder = join(home, String(count++));
  mkdirSync(folder);
  return folder;
};
const children: ChildProcess[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a process that tries to take the lease. @returns it, and whether it got it. */
function holder(folder: string): Promise<{ child: ChildProcess; word: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../../testing/src/lease-holder.mjs"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return new Promise((resolve) => child.stdout?.once("data", (data) => resolve({ child, word: String(data).trim() })));
}

const remote = (token: string, counter = 0) => ({
  schema: 1,
  token,
  host: "elsewhere",
  pid: 4,
  started: "b n 1",
  counter,
});
const write = (folder: string, document: object) => writeFileSync(leaseFile(folder), JSON.stringify(document));

describe("Lease", () => {
  test("is taken by one, given back, and leaves nothing behind", () => {
    const folder = fresh();
    const lease = Lease.take(folder);
    expect(readLease(folder)).toMatchObject({ host: hostname(), pid: process.pid, counter: 0 });
    expect(Lease.take(folder)).toBeUndefined();
    lease?.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("goes to exactly one of several processes that want it at the same time", async () => {
    const folder = fresh();
    const words = await Promise.all(Array.from({ length: 6 }, () => holder(folder)));
    expect(words.map(({ word }) => word).sort()).toEqual(["held", ...Array.from({ length: 5 }, () => "refused")]);
    expect(readdirSync(folder)).toEqual(["lease.json"]);
  });

  test("sends heartbeats, and is lost when another token stands in the file", () => {
    vi.useFakeTimers();
    const folder = fresh();
    const lease = Lease.take(folder) as Lease;
    vi.advanceTimersByTime(1000 * HEARTBEAT_SECONDS * 3);
    expect(readLease(folder)?.counter).toBe(3);
    write(folder, remote("other"));
    vi.advanceTimersByTime(1000 * HEARTBEAT_SECONDS);
    expect(lease.lost.aborted).toBe(true);
    lease.release();
    expect(readLease(folder)?.token).toBe("other");
  });

  test("asks the file itself before its holder writes, and names who has taken it", () => {
    const folder = fresh();
    const lease = Lease.take(folder) as Lease;
    expect(() => lease.require()).not.toThrow();
    write(folder, remote("other"));
    expect(() => lease.require()).toThrow("process 4 on elsewhere is working in");
    expect(lease.lost.aborted).toBe(true);
  });

  test("comes back when its file was moved away by mistake", () => {
    vi.useFakeTimers();
    const folder = fresh();
    const lease = Lease.take(folder) as Lease;
    rmSync(leaseFile(folder));
    vi.advanceTimersByTime(1000 * HEARTBEAT_SECONDS);
    expect(lease.lost.aborted).toBe(false);
    expect(readLease(folder)?.pid).toBe(process.pid);
    lease.release();
  });
});

describe("breakLease", () => {
  test("takes away the lease that was meant, and no other", () => {
    const folder = fresh();
    write(folder, remote("dead"));
    expect(breakLease(folder, "dead")).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    write(folder, remote("alive"));
    expect(breakLease(folder, "dead")).toBe(false);
    expect(readLease(folder)?.token).toBe("alive");
    expect(readdirSync(folder)).toEqual(["lease.json"]);
  });
});

describe("LeaseWatch", () => {
  test("sees at once that a process of this machine has died", async () => {
    const folder = fresh();
    const { child } = await holder(folder);
    const watch = new LeaseWatch();
    expect(watch.look(folder).state).toBe("held");
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(watch.look(folder).state).toBe("lost");
    const lease = takeOver(folder);
    expect(readLease(folder)?.pid).toBe(process.pid);
    lease.release();
  });

  test("tells a process from a later one of the same number", () => {
    const folder = fresh();
    const started = processStart(process.pid)?.replace(/\d+$/, "1") as string;
    write(folder, { ...remote("earlier"), host: hostname(), pid: process.pid, started });
    expect(new LeaseWatch().look(folder).state).toBe("lost");
  });

  test("judges one of another machine by its counter, against a clock of its own", () => {
    const folder = fresh();
    let now = 1000;
    const watch = new LeaseWatch(() => now);
    write(folder, remote("far"));
    expect(watch.look(folder).state).toBe("held");
    now += 59;
    expect(watch.look(folder).state).toBe("held");
    expect(watch.look(folder).isAlive).toBe(false);
    write(folder, remote("far", 1));
    now += 59;
    expect(watch.look(folder)).toMatchObject({ state: "held", isAlive: true });
    now += 61;
    expect(watch.look(folder).state).toBe("lost");
  });

  test("does not mind clocks that go back, of this machine or the file server's", () => {
    const folder = fresh();
    vi.useFakeTimers({ now: new Date("2030-01-01"), toFake: ["Date"] });
    let now = 0;
    const watch = new LeaseWatch(() => now);
    write(folder, remote("far"));
    watch.look(folder);
    vi.setSystemTime(new Date("2001-01-01"));
    now += 30;
    expect(watch.look(folder).state).toBe("held");
    vi.setSystemTime(new Date("2040-01-01"));
    now += 20;
    expect(watch.look(folder).state).toBe("held");
  });

  test("never takes a process of this machine for dead that is there, though stopped for an hour", async () => {
    const folder = fresh();
    const { child } = await holder(folder);
    child.kill("SIGSTOP");
    let now = 0;
    const watch = new LeaseWatch(() => now);
    expect(watch.look(folder)).toMatchObject({ state: "held", isAlive: true });
    now = 3600;
    expect(watch.look(folder)).toMatchObject({ state: "held", isAlive: true });
    expect(() => takeOver(folder, watch)).toThrow(LeaseHeldError);
    child.kill("SIGCONT");
  });
});

describe("a lease that cannot be read", () => {
  const spoilt = [
    ["empty", ""],
    ["torn", '{"schema":1,"token":"ab'],
    ["zeros", "\0".repeat(120)],
  ] as const;

  test.each(spoilt)("(%s) holds a folder only as long as a living holder would be silent", (_, contents) => {
    const folder = fresh();
    writeFileSync(leaseFile(folder), contents);
    let now = 0;
    const watch = new LeaseWatch(() => now);
    expect(watch.look(folder)).toEqual({ state: "held", holder: undefined, isAlive: false });
    expect(() => takeOver(folder, watch)).toThrow(`${leaseFile(folder)} cannot be read`);
    now = 61;
    const lease = takeOver(folder, watch);
    expect(readLease(folder)?.pid).toBe(process.pid);
    lease.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is written anew by its holder with the next beat", () => {
    vi.useFakeTimers();
    const folder = fresh();
    const lease = Lease.take(folder) as Lease;
    writeFileSync(leaseFile(folder), "");
    vi.advanceTimersByTime(1000 * HEARTBEAT_SECONDS);
    expect(readLease(folder)?.pid).toBe(process.pid);
    expect(lease.lost.aborted).toBe(false);
    lease.release();
  });

  test("is not broken in place of one that can be", () => {
    const folder = fresh();
    write(folder, remote("quicker"));
    expect(breakLease(folder, undefined)).toBe(false);
    expect(readLease(folder)?.token).toBe("quicker");
  });

  test("is waited for by a command that wants the folder, until it is known to be nobody's", async () => {
    const folder = fresh();
    writeFileSync(leaseFile(folder), "");
    const watch = new LeaseWatch(undefined, 0.6);
    const said: string[] = [];
    await untilJudged(folder, watch, new AbortController().signal, (line) => said.push(line));
    expect(watch.look(folder).state).toBe("lost");
    expect(said).toEqual([expect.stringContaining("waiting up to a minute")]);
  });
});

test("takeOver refuses a folder in which another works, and names it", async () => {
  const folder = fresh();
  const { child } = await holder(folder);
  expect(() => takeOver(folder)).toThrow(LeaseHeldError);
  expect(() => takeOver(folder)).toThrow(`process ${child.pid} on ${hostname()}`);
});

test("a process that does not exist has no start; this one has", () => {
  expect(processStart(2 ** 22 + 1)).toBeUndefined();
  expect(processStart(process.pid)).toBeTruthy();
});
