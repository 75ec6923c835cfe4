/** Files of a trial that a disk has spoilt: cut short, zeroed, with flipped bits. */
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../../testing/src/trials.js";
import type { TrialResult } from "../../../src/records/trial-result.js";
import { isFinished } from "../../../src/trial/read-ending.js";
import { runTrial } from "../../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../../src/trial/setup/prepare.js";
import { trainTrial } from "../../../src/trial/train-trial.js";

const home = temporaryFolder();
const trial = trialWith({ model: "mlp", modelOptions: { widths: [16, 8] }, epochs: 4 });
const [NEWEST, BEFORE] = ["checkpoint.safetensors", "checkpoint.previous.safetensors"] as const;
const WEIGHTS = ["model.safetensors", "best.safetensors", "units.safetensors"];
const whole = join(home, "whole");
let data: TrialData;
let count = 0;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
  await runTrial(trial, whole, data, { stop: never });
});
afterAll(() => disposeData(data));

/** A folder of the trial, stopped after its second epoch, with both of its checkpoints. */
async function stoppedMidway(): Promise<string> {
  const folder = join(home, String(count++));
  const stop = new AbortController();
  await runTrial(trial, folder, data, { stop: stop.signal, onEpoch: ({ epoch }) => epoch === 2 && stop.abort() });
  return folder;
}

/** A folder of the trial, finished. */
async function finished(): Promise<string> {
  const folder = join(home, String(count++));
  await runTrial(trial, folder, data, { stop: never });
  return folder;
}

/** Runs the trial to its end. @returns what it said, and in how many epochs it came there. */
async function goOn(folder: string): Promise<{ notes: string[]; epochs: number }> {
  const notes: string[] = [];
  let epochs = 0;
  const onEpoch = () => epochs++;
  await runTrial(trial, folder, data, { stop: never, notify: (line) => notes.push(line), onEpoch });
  return { notes, epochs };
}

function expectWhole(folder: string): void {
  expect(checksums(folder, WEIGHTS)).toEqual(checksums(whole, WEIGHTS));
  const result = (of: string): TrialResult => JSON.parse(readFileSync(join(of, "result.json"), "utf8"));
  expect(result(folder)).toEqual({ ...result(whole), seconds: result(folder).seconds });
  expect(filesBelow(folder)).toEqual(filesBelow(whole));
}

/** Changes bytes of a file in place. */
function spoil(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

function flip(bytes: Buffer, ...places: readonly number[]): void {
  for (const place of places) bytes[place] = (bytes[place] as number) ^ 4;
}

const DAMAGES: [string, (file: string) => void][] = [
  ["cut short", (file) => truncateSync(file, 100)],
  ["emptied", (file) => truncateSync(file, 0)],
  ["zeroed in its second half", (file) => spoil(file, (bytes) => bytes.fill(0, Math.floor(bytes.length / 2)))],
  [
    "flipped in four bytes of its weights",
    (file) => spoil(file, (bytes) => flip(bytes, ...[0.3, 0.5, 0.7, 0.95].map((at) => Math.floor(at * bytes.length)))),
  ],
  ["flipped in the last bit", (file) => spoil(file, (bytes) => flip(bytes, bytes.length - 1))],
  [
    "changed in what it says of its progress",
    (file) => spoil(file, (bytes) => bytes.write("4", bytes.indexOf('\\"correct\\":') + 12)),
  ],
  [
    "replaced by one without a checksum",
    (file) => spoil(file, (bytes) => bytes.write("sha257", bytes.indexOf("sha256"))),
  ],
];

describe("a checkpoint", () => {
  test.each(DAMAGES)("that was %s is not trained on: the one before is, to the same bits", async (_, damage) => {
    const folder = await stoppedMidway();
    damage(join(folder, NEWEST));
    const { notes, epochs } = await goOn(folder);
    expect(notes).toEqual([
      expect.stringMatching(/checkpoint\.safetensors is damaged \(.+\); the previous one is used$/),
    ]);
    expect(epochs).toBe(2);
    expectWhole(folder);
  });

  test.each(DAMAGES)("that was %s, as the one before it was, makes training begin anew", async (_, damage) => {
    const folder = await stoppedMidway();
    for (const name of [NEWEST, BEFORE]) damage(join(folder, name));
    const { notes, epochs } = await goOn(folder);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toMatch(/checkpoint\.previous\.safetensors is damaged .*; training starts again$/);
    expect(epochs).toBe(4);
    expectWhole(folder);
  });

  test("that is good is there at every moment after a damaged one was met", async () => {
    const folder = await stoppedMidway();
    truncateSync(join(folder, NEWEST), 100);
    const stop = new AbortController();
    const seen: unknown[] = [];
    const look = () => {
      if (seen.length === 0) seen.push(existsSync(join(folder, NEWEST)), statSync(join(folder, BEFORE)).size > 1000);
      stop.abort();
    };
    await runTrial(trial, folder, data, { stop: stop.signal, onProgress: look });
    expect(seen).toEqual([false, true]);
    truncateSync(join(folder, NEWEST), 100); // the one written since: that before it must still be good
    const { notes } = await goOn(folder);
    expect(notes).toEqual([expect.stringContaining("the previous one is used")]);
    expectWhole(folder);
  });

  test("within an epoch is gone on from, to the same bits", async () => {
    const folder = join(home, "within");
    const stop = new AbortController();
    const often = { ...trial, recipe: { ...trial.recipe, checkpointMinutes: 1e-9 } };
    await runTrial(often, folder, data, { stop: stop.signal, onProgress: (at) => at > 1.3 && stop.abort() });
    truncateSync(join(folder, NEWEST), 10);
    await goOn(folder);
    expectWhole(folder);
  });
});

describe("the weights of the best epoch", () => {
  test.each([...DAMAGES.slice(0, 4), ["lost", (file: string) => rmSync(file)] as const])(
    "that were %s, of a trial under way, make training begin anew, to the same bits",
    async (_, damage) => {
      const folder = await stoppedMidway();
      damage(join(folder, "best.safetensors"));
      const { notes, epochs } = await goOn(folder);
      expect(notes).toEqual([
        expect.stringMatching(/best\.safetensors is damaged or gone \(.+\); training starts again$/),
      ]);
      expect(epochs).toBe(4);
      expectWhole(folder);
    },
  );
});

describe("a trial that is done", () => {
  test.each([
    ["result.json", 0],
    ["result.json", 2],
    ["best.safetensors", 0],
    ["units.safetensors", 1],
    ["model.safetensors", 0],
  ] as const)("counts as unfinished when its %s was damaged (in way %i), and is made again", async (name, way) => {
    const [, damage] = DAMAGES[way] as (typeof DAMAGES)[number];
    const folder = await finished();
    expect(isFinished(folder)).toBe(true);
    damage(join(folder, name));
    expect(isFinished(folder)).toBe(false);
    const { notes } = await goOn(folder);
    expect(notes).toEqual([expect.stringContaining(`${join(folder, name)} is damaged (`)]);
    expectWhole(folder);
    expect(isFinished(folder)).toBe(true);
  });

  test("goes on from a checkpoint, where one is left, when its result was cut short", async () => {
    const folder = await stoppedMidway();
    writeFileSync(join(folder, "result.json"), '{"schema":1,');
    expect((await goOn(folder)).epochs).toBe(2);
    expectWhole(folder);
  });

  test("is made again by name, too", async () => {
    const folder = await finished();
    truncateSync(join(folder, "result.json"), 100);
    const result = await trainTrial(trial, { folder, dataDirs: [join(home, "data")], stop: never });
    expect(result?.status).toBe("done");
    expectWhole(folder);
  });

  test("stays done without its weights, which were given away on purpose", async () => {
    const folder = await finished();
    rmSync(join(folder, "best.safetensors"));
    expect(isFinished(folder)).toBe(true);
    expect(jsonLines(join(folder, "attempts.jsonl"))).toHaveLength(2);
  });
});
