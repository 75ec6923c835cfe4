/** A process that was cut off while another took its trial: it writes nothing more. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checksums, filesBelow, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../testing/src/trials.js";
import { leaseFile } from "../../src/lease/lease.js";
import type { TrialHost } from "../../src/trial/attempt.js";
import { runTrial } from "../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";

const home = temporaryFolder();
const trial = trialWith({ model: "mlp", modelOptions: { widths: [16, 8] }, epochs: 3 });
let data: TrialData;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

const another = { schema: 1, token: "another", host: "elsewhere", pid: 4, started: "b n 1", counter: 0 };

/** Runs the trial until another process takes its lease. @returns the error, and whether a file was changed after that. */
async function taken(name: string, on: (take: () => void) => Partial<TrialHost>, from = data) {
  const folder = join(home, name);
  let then: Record<string, string> = {};
  const take = () => {
    writeFileSync(leaseFile(folder), JSON.stringify(another));
    then = checksums(folder, filesBelow(folder));
  };
  const error = await runTrial(trial, folder, from, { stop: never, ...on(take) }).catch((error: Error) => error);
  expect(JSON.parse(readFileSync(leaseFile(folder), "utf8"))).toEqual(another);
  return { error, changed: checksums(folder, filesBelow(folder)), then };
}

describe("a trial whose lease is taken by another process", () => {
  test.each<[string, (take: () => void) => Partial<TrialHost>]>([
    ["at the end of an epoch", (take) => ({ onEpoch: ({ epoch }) => epoch === 1 && take() })],
    ["at its last step before a validation", (take) => ({ onProgress: (epochs) => epochs === 2 && take() })],
    ["when all epochs are done", (take) => ({ onEpoch: ({ epoch }) => epoch === 3 && take() })],
    [
      "and that is stopped then",
      (take) => {
        const stop = new AbortController();
        const onProgress = (epochs: number) => {
          if (epochs < 1.2 || stop.signal.aborted) return;
          take();
          stop.abort();
        };
        return { stop: stop.signal, onProgress };
      },
    ],
  ])("%s writes nothing more, and says who has it", async (name, on) => {
    const { error, changed, then } = await taken(name, on);
    expect(error).toMatchObject({ name: "LeaseHeldError", holder: another });
    expect(changed).toEqual(then);
  });

  test("does not even write down that it failed", async () => {
    const broken = { ...data, test: { ...data.test, mean: [] } };
    const { error, changed, then } = await taken(
      "broken",
      (take) => ({ onEpoch: ({ epoch }) => epoch === 3 && take() }),
      broken,
    );
    expect(error).toMatchObject({ name: "LeaseHeldError" });
    expect(changed).toEqual(then);
  });
});
