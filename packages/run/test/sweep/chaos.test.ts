/**
 * Ends the scheduler or a worker at random moments, again and again, by signals that can be heard and by one that cannot, and
 * spoils a checkpoint now and then; then lets the sweep finish.
 *
 * SELECTIVITY_CHAOS says how often (50 by default), SELECTIVITY_CHAOS_SEED with which random numbers.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Random } from "@selectivity-lab/base";
import { expect, test } from "vitest";
import { type Running, selectivity, start } from "../../../testing/src/command.js";
import { checksums, filesBelow, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { readLease } from "../../src/lease/lease.js";

const KILLS = Number(process.env.SELECTIVITY_CHAOS ?? 50);
const SEED = Number(process.env.SELECTIVITY_CHAOS_SEED ?? Date.now() % 1e6);

const home = temporaryFolder();
/** Small networks that train for some seconds, with a checkpoint every tenth of one. */
const recipe = [
  ...["epochs=80", "trainImages=200", "validationImages=40", "batchSize=10"],
  ...["checkpointMinutes=0.002", "model=mlp", 'modelOptions={"widths":[32]}'],
];
const words = (folder: string) => [
  ...["sweep", "fashion-quick", ...recipe, "--alphas=-1,0,1,2", "--seeds", "0,1"],
  ...["--jobs", "2", "--max-attempts", "100", "--data-dir", "data", "--out", folder, "--quiet"],
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

/** The living workers, by the leases that they hold. */
const workersAtWork = (folder: string) =>
  trialFolders(folder)
    .flatMap((trial) => readLease(trial)?.pid ?? [])
    .filter(isAlive);

const hasEnded = ({ child }: Running) => child.exitCode !== null || child.signalCode !== null;

function send(signal: NodeJS.Signals, pid: number | undefined): void {
  try {
    process.kill(pid as number, signal);
  } catch {
    // it has just come to its end by itself
  }
}

/** Flips some bytes of a newest checkpoint, or zeroes its end. */
function spoilCheckpoint(folder: string, random: Random): void {
  const files = trialFolders(folder)
    .map((trial) => join(trial, "checkpoint.safetensors"))
    .filter(existsSync);
  const file = files[random.integer(Math.max(1, files.length))];
  if (!file) return;
  const bytes = readFileSync(file);
  if (random.integer(2) === 0) bytes.fill(0, Math.floor(bytes.length / 2));
  else for (let i = 0; i < 4; i++) bytes.writeUInt8(random.integer(256), random.integer(bytes.length));
  writeFileSync(file, bytes);
}

/** Lets a sweep finish; then it must have come to what one did that was never disturbed. */
async function finish(folder: string): Promise<void> {
  const last = await selectivity(words(folder), home);
  expect(last.code, last.stderr).toBe(0);
  expect(outcomeOf(folder)).toEqual(outcomeOf("whole"));
  expect(filesBelow(join(home, folder)).filter((name) => /\.tmp$|lease|checkpoint|error/.test(name))).toEqual([]);
}

test(`a sweep survives ${KILLS} kills at random moments (seed ${SEED}), and ends in the same bits`, async () => {
  writeTinyImages(join(home, "data"));
  expect(await selectivity(words("whole"), home)).toMatchObject({ code: 0 });
  const random = new Random(SEED, "test");
  const workers = new Set<number>();
  let [sweep, kills] = [1, 0];
  let running = start(words("chaos-1"), home);
  while (kills < KILLS) {
    if (running.child.exitCode === 0) await finish(`chaos-${sweep++}`); // between the kills it came to its end: another one
    const folder = `chaos-${sweep}`;
    if (hasEnded(running)) running = start(words(folder), home);
    while (workersAtWork(folder).length === 0 && !hasEnded(running)) await setTimeout(10);
    await setTimeout(random.integer(400));
    const atWork = workersAtWork(folder);
    if (atWork.length === 0) continue;
    kills++;
    for (const pid of atWork) workers.add(pid);
    const signal = (["SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP"] as const)[random.integer(4)] as NodeJS.Signals;
    if (random.integer(3) > 0) send(signal, atWork[random.integer(atWork.length)]);
    else {
      send(signal, running.child.pid);
      await running.ended;
      if (random.integer(3) === 0) spoilCheckpoint(folder, random);
    }
  }
  await running.ended;
  await finish(`chaos-${sweep}`);
  for (let tries = 0; tries < 50 && [...workers].some(isAlive); tries++) await setTimeout(100);
  expect([...workers].filter(isAlive)).toEqual([]);
}, 1_200_000);
