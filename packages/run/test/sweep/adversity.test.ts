/** Disks that are full or read-only, on small file systems of their own; needs root to mount them. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selectivity, start, untilIn } from "../../../testing/src/command.js";
import { filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { runTrials, type SchedulerEvent } from "../../src/pool/trials/run-trials.js";
import { createTrialJob } from "../../src/pool/trials/trial-job.js";

const home = temporaryFolder();
const mounted: string[] = [];

/** Mounts a file system of so many kilobytes; `undefined` where this process may not. */
function small(name: string, kilobytes: number): string | undefined {
  const folder = join(home, name);
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder], { stdio: "ignore" });
    mounted.push(folder);
    return folder;
  } catch {
    return undefined;
  }
}

const [tiny, full, readOnly] = [small("tiny", 20_000), small("full", 4096), small("read-only", 1000)];
if (!readOnly) console.warn("skipped: full and read-only disks, for this process may not mount any");

const words = (folder: string) => [
  ...[
    "sweep",
    "fashion-quick",
    "epochs=1",
    "trainImages=200",
    "validationImages=40",
    "model=mlp",
    'modelOptions={"widths":[8]}',
  ],
  ...["--alphas", "0", "--seeds", "0", "--data-dir", join(home, "data"), "--out", folder],
];

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});
afterAll(() => {
  for (const folder of mounted) execFileSync("umount", [folder]);
});

describe.skipIf(!readOnly)("a disk", () => {
  test("that is nearly full makes a sweep wait, and say so; it ends when it is told to", async () => {
    const running = start(words(join(tiny as string, "s")), home);
    await untilIn(running, () => running.said().includes("paused: "));
    expect(running.said()).toMatch(
      /paused: \d+ MB of disk left at .*, 67 MB wanted; continues by itself as soon as there is/,
    );
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  }, 60_000);

  const ballast = join(full as string, "ballast");

  /** Fills the disk, but for so many bytes. */
  function fill(rest: number): void {
    const file = openSync(ballast, "w");
    try {
      while (true) writeSync(file, new Uint8Array(4096));
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    } finally {
      closeSync(file);
      truncateSync(ballast, statSync(ballast).size - rest);
    }
  }

  /** Trains a network, and fills the disk but for a rest, at this event; there is room again at the first pause. */
  async function trainUntilFull(name: string, rest: number, isMoment: (event: SchedulerEvent) => boolean) {
    const folder = join(full as string, name);
    const told: string[] = [];
    let isFilled = false;
    const onEvent = (event: SchedulerEvent) => {
      if (!isFilled && isMoment(event)) {
        fill(rest);
        isFilled = true;
      }
      if (event.type === "pause") rmSync(ballast, { force: true });
      if (event.type === "pause") told.push(event.cause === null ? "going on" : `paused: ${event.cause}`);
      if (event.type === "retry") told.push(`again: ${event.cause}`);
      if (event.type === "end") told.push(`${event.end.status}: ${event.end.cause}`);
    };
    const trial = trialWith({ model: "mlp", modelOptions: { widths: [64] }, epochs: 6 });
    const room = { leastDisk: 100_000, maxAttempts: 1 };
    const options = { workers: 1, threads: 1, dataDirs: [join(home, "data")], stop: never, ...room };
    await runTrials([createTrialJob(trial, folder)], { ...options, onEvent });
    const attempts = jsonLines(join(folder, "attempts.jsonl")).map(({ event, reason }) => reason ?? event);
    return { told, attempts, left: filesBelow(folder).filter((file) => /error|tmp|checkpoint/.test(file)) };
  }

  test("that has less room than a network will want makes it wait before it trains, which is no attempt and no failure", async () => {
    const { told, attempts, left } = await trainUntilFull("early", 600_000, ({ type }) => type === "start");
    expect(told.filter((line) => !line.startsWith("again: "))).toEqual([
      expect.stringMatching(/^paused: 1 MB of disk left at .*, [23] MB wanted$/),
      "going on",
      "done: null",
    ]);
    expect(told).toContainEqual(expect.stringMatching(/^again: .*2 MB wanted for its checkpoints and weights$/));
    expect(attempts.at(-1)).toBe("done");
    expect(attempts).not.toContain("failed");
    expect(left).toEqual([]);
  }, 60_000);

  test("that runs full in the middle of a network makes it wait, then go on from its checkpoint", async () => {
    const isMoment = (event: SchedulerEvent) => event.type === "epoch" && event.metrics.epoch === 2;
    const { told, attempts, left } = await trainUntilFull("late", 0, isMoment);
    expect(told[0]).toMatch(/^again: .*(ENOSPC|No space)/);
    expect(told.at(-1)).toBe("done: null");
    expect(attempts.at(-1)).toBe("done");
    expect(attempts).not.toContain("failed");
    expect(left).toEqual([]);
  }, 60_000);

  test("that is read-only is refused by name", async () => {
    execFileSync("mount", ["-o", "remount,ro", readOnly as string]);
    const { code, stderr } = await selectivity(words(join(readOnly as string, "s")), home);
    expect([code, stderr]).toEqual([2, expect.stringContaining("cannot be written to (EROFS)")]);
  }, 60_000);
});
