/**
 * Kills the scheduler or a worker at random moments, again and again, then lets the sweep finish.
 *
 * SELECTIVITY_CHAOS says how often (6 by default; the long form is 50), SELECTIVITY_CHAOS_SEED with which random numbers.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Random } from "@selectivity-lab/selectivity";
import { expect, test } from "vitest";
import { readLease } from "../../src/lease/lease.js";
import { selectivity, start } from "../support/command.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../support/folders.js";
import { writeTinyImages } from "../support/tiny-images.js";

const KILLS = Number(process.env.SELECTIVITY_CHAOS ?? 6);
const SEED = Number(process.env.SELECTIVITY_CHAOS_SEED ?? Date.now() % 1e6);

const home = temporaryFolder();
const words = (folder: string) => [
  ...[
    "sweep",
    "fashion-quick",
    `epochs=${Math.max(30, 3 * KILLS)}`,
    "trainImages=200",
    "validationImages=40",
    "batchSize=10",
  ],
  ...[
    "checkpointMinutes=0.002",
    "model=mlp",
    'modelOptions={"widths":[32]}',
    "--alphas=-1,0,1,2",
    "--seeds",
    "0,1",
    "--jobs",
    "2",
  ],
  ...["--data-dir", "data", "--out", folder],
];
const trialFolders = (folder: string) => {
  const trials = join(home, folder, "trials");
  return existsSync(trials) ? readdirSync(trials).map((id) => join(trials, id)) : [];
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A result without the seconds that it took. */
const resultOf = (folder: string) => {
  const { seconds, ...result } = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  return result;
};
const outcomeOf = (folder: string) =>
  Object.fromEntries(
    trialFolders(folder).map((trial) => [
      trial.split("/").at(-1),
      { ...checksums(trial, ["model.safetensors", "best.safetensors", "units.safetensors"]), result: resultOf(trial) },
    ]),
  );

test(`a sweep survives ${KILLS} kills at random moments (seed ${SEED}), and ends in the same bits`, async () => {
  writeTinyImages(join(home, "data"));
  expect(await selectivity([...words("whole"), "--quiet"], home)).toMatchObject({ code: 0 });
  const random = new Random(SEED);
  const workers = new Set<number>();
  for (let kill = 0; kill < KILLS; kill++) {
    const running = start([...words("chaos"), "--quiet"], home);
    const isAtWork = () => trialFolders("chaos").some((folder) => readLease(folder) !== undefined);
    while (!isAtWork() && running.child.exitCode === null) await setTimeout(20);
    await setTimeout(random.integer(800));
    const held = trialFolders("chaos").flatMap((folder) => readLease(folder)?.pid ?? []);
    for (const pid of held) workers.add(pid);
    const victim = random.integer(2) === 0 ? held[random.integer(Math.max(1, held.length))] : undefined;
    try {
      process.kill(victim ?? (running.child.pid as number), "SIGKILL");
    } catch {
      // it has just come to its end by itself
    }
    if (victim !== undefined) {
      await setTimeout(random.integer(400));
      running.child.kill("SIGKILL");
    }
    await running.ended;
  }
  const last = await selectivity([...words("chaos"), "--quiet"], home);
  expect(last.code, last.stderr).toBe(0);
  expect(outcomeOf("chaos")).toEqual(outcomeOf("whole"));
  const starts = trialFolders("chaos")
    .flatMap((trial) => jsonLines(join(trial, "attempts.jsonl")))
    .filter(({ event }) => event === "start");
  expect(starts.length, "the kills met trials at work").toBeGreaterThan(trialFolders("chaos").length);
  expect(filesBelow(join(home, "chaos")).filter((name) => /\.tmp$|lease|checkpoint|error/.test(name))).toEqual([]);
  for (let tries = 0; tries < 50 && [...workers].some(isAlive); tries++) await setTimeout(100);
  expect([...workers].filter(isAlive)).toEqual([]);
}, 1_200_000);
