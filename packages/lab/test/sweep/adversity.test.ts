/** Disks that are full or read-only, on small file systems of their own; needs root to mount them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runLocally, type SchedulerEvent } from "../../src/schedulers/local.js";
import { selectivity, start, untilIn } from "../support/command.js";
import { temporaryFolder } from "../support/folders.js";
import { writeTinyImages } from "../support/tiny-images.js";
import { never, trialWith } from "../support/trials.js";

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

const [tiny, full, readOnly] = [small("tiny", 20_000), small("full", 128), small("read-only", 1000)];
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
    expect(running.said()).toMatch(/paused: \d+ MB of disk left at .*, 67 MB wanted; going on by itself once there is/);
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  }, 60_000);

  test("that runs full in the middle of a trial makes it try again, then fail by name, and leaves no half file", async () => {
    const folder = join(full as string, "trial");
    writeFileSync(join(full as string, "ballast"), new Uint8Array(90_000));
    const ends: string[] = [];
    const onEvent = (event: SchedulerEvent) => {
      if (event.type === "retry") ends.push(`retry: ${event.cause}`);
      if (event.type === "end") ends.push(`${event.end.status}: ${event.end.cause}`);
    };
    const trial = trialWith({ model: "mlp", modelOptions: { widths: [64] } });
    const options = {
      workers: 1,
      threads: 1,
      dataDirs: [join(home, "data")],
      stop: never,
      leastDisk: 0,
      maxAttempts: 2,
    };
    await runLocally([{ trial, folder }], { ...options, onEvent });
    expect(ends).toEqual([
      expect.stringMatching(/^retry: .*(ENOSPC|No space)/),
      expect.stringMatching(/^failed: .*(ENOSPC|No space).*2 attempts/),
    ]);
  }, 60_000);

  test("that is read-only is refused by name", async () => {
    execFileSync("mount", ["-o", "remount,ro", readOnly as string]);
    const { code, stderr } = await selectivity(words(join(readOnly as string, "s")), home);
    expect([code, stderr]).toEqual([2, expect.stringContaining("cannot be written to (EROFS)")]);
  }, 60_000);
});
