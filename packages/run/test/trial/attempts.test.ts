import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { trialWith } from "../../../testing/src/trials.js";
import { Lease } from "../../src/lease/held-lease.js";
import { beginAttempt, endAttempt, recordFailure } from "../../src/trial/attempts.js";

const home = temporaryFolder();
const trial = trialWith();
const logOf = (folder: string) => jsonLines(join(folder, "attempts.jsonl"));

describe("recordFailure", () => {
  test("tells of a trial whose process did not come to making its folder", async () => {
    const folder = join(home, "new");
    await recordFailure(trial, folder, "killed");
    expect(filesBelow(folder)).toEqual(["attempts.jsonl", "trial.json"]);
    expect(logOf(folder)).toMatchObject([{ event: "end", attempt: 0, reason: "failed", cause: "killed" }]);
  });

  test("ends an attempt that its process left open, and one that began after an earlier end", async () => {
    const folder = join(home, "new");
    await beginAttempt(folder, trial);
    await recordFailure(trial, folder, "killed again");
    expect(logOf(folder).at(-1)).toMatchObject({ event: "end", attempt: 1, cause: "killed again" });
  });

  test("leaves the cause that the process itself wrote down", async () => {
    const folder = join(home, "new");
    await endAttempt(folder, await beginAttempt(folder, trial), "failed", "out of disk");
    const before = logOf(folder);
    await recordFailure(trial, folder, "it failed");
    expect(logOf(folder)).toEqual(before);
  });

  test("does not say so of a trial that another process works on by now", async () => {
    const folder = join(home, "taken");
    mkdirSync(folder);
    await beginAttempt(folder, trial);
    const lease = Lease.take(folder);
    await recordFailure(trial, folder, "its worker was killed");
    expect(logOf(folder)).toMatchObject([{ event: "start" }]);
    lease?.release();
    await recordFailure(trial, folder, "its worker was killed");
    expect(logOf(folder)).toMatchObject([{ event: "start" }, { reason: "failed" }]);
  });
});
