import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { readHistory, readSweep } from "../../src/table/read-sweep.js";
import { SweepFolderError } from "../../src/table/sweep-folder-error.js";

const small = { alphas: [1, 0], seeds: [1, 0] };
const id = trialId(1, 0);

describe("readSweep", () => {
  test("gives one row a trial, by alpha, then seed, with its result", async () => {
    const table = await readSweep(makeSweep(small));
    expect(table.rows.map(({ alpha, seed, state }) => [alpha, seed, state])).toEqual([
      [0, 0, "done"],
      [0, 1, "done"],
      [1, 0, "done"],
      [1, 1, "done"],
    ]);
    expect(table.rows[0]?.result?.test?.layers).toHaveLength(9);
    expect(table.rows[0]?.epochs).toBe(3);
    expect(table.warnings).toEqual([]);
  });

  test("knows what became of a trial from its folder alone", async () => {
    const folder = makeSweep({
      alphas: [1],
      seeds: [0, 1, 2],
      diverged: [id],
      failed: [trialId(1, 1)],
      queued: [trialId(1, 2)],
    });
    const { rows } = await readSweep(folder);
    expect(rows.map(({ state, cause }) => [state, cause])).toEqual([
      ["diverged", "loss is NaN in epoch 1, step 117"],
      ["failed", "worker killed: out of memory"],
      ["queued", null],
    ]);
  });

  test("takes a trial that was started again after a failure, and never ended, as lost", async () => {
    const folder = makeSweep({ ...small, failed: [id] });
    appendFileSync(join(folder, "trials", id, "attempts.jsonl"), '{"event":"start","attempt":2}\n');
    expect((await readSweep(folder)).rows.find((row) => row.id === id)).toMatchObject({ state: "lost", cause: null });
  });

  test("skips a torn last line, and says where it is", async () => {
    const folder = makeSweep(small);
    const path = join(folder, "trials", id, "metrics.jsonl");
    appendFileSync(path, '{"epoch":3,"step":376,"ti');
    const { rows, warnings } = await readHistory(folder);
    expect(rows.find((row) => row.id === id)?.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(warnings).toEqual([expect.stringContaining(`${path}:4: expected JSON`)]);
  });

  test("tells how far a trial without a result came, and names a torn line of it once", async () => {
    const folder = makeSweep({ ...small, failed: [id] });
    const path = join(folder, "trials", id, "metrics.jsonl");
    writeFileSync(path, '{"torn\n', { flag: "a" });
    const [table, history] = [await readSweep(folder), await readHistory(folder)];
    expect(table.rows.find((row) => row.id === id)).toMatchObject({ state: "failed", epochs: 0 });
    for (const { warnings } of [table, history]) expect(warnings).toEqual([expect.stringContaining(`${path}:2:`)]);
  });

  test("leaves the epochs of a finished trial unread, for they are most of a sweep's text", async () => {
    const folder = makeSweep(small);
    writeFileSync(join(folder, "trials", id, "metrics.jsonl"), "not JSON\n");
    expect((await readSweep(folder)).warnings).toEqual([]);
    expect((await readHistory(folder)).warnings).toHaveLength(1);
  });

  test("turns an unreadable result into one bad row and a warning", async () => {
    const folder = makeSweep(small);
    const path = join(folder, "trials", id, "result.json");
    writeFileSync(path, '{"schema": 1}');
    const table = await readSweep(folder);
    expect(table.rows.map(({ state }) => state)).toEqual(["done", "done", "failed", "done"]);
    expect(table.rows[2]?.cause).toContain(path);
    expect(table.warnings).toEqual([table.rows[2]?.cause]);
  });

  test("names a lease that cannot be read", async () => {
    const folder = makeSweep({ ...small, queued: [id] });
    const path = join(folder, "trials", id, "lease.json");
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "");
    expect((await readSweep(folder)).warnings).toEqual([`${path} cannot be read: nobody knows whose it is.`]);
  });

  test("reads non-finite numbers back from their text", async () => {
    const folder = makeSweep(small);
    setOutcome(folder, id, { loss: "Infinity" as unknown as number });
    const { rows } = await readSweep(folder);
    expect(rows.find((row) => row.id === id)?.result?.test?.loss).toBe(Number.POSITIVE_INFINITY);
  });

  test("refuses a folder that is no sweep, and says what to do", async () => {
    const folder = makeSweep(small);
    rmSync(join(folder, "sweep.json"));
    const refusal = readSweep(folder);
    await expect(refusal).rejects.toBeInstanceOf(SweepFolderError);
    await expect(refusal).rejects.toMatchObject({ code: "no-sweep", fault: "input", folder });
    await expect(refusal).rejects.toThrow(
      `expected a sweep folder, which contains sweep.json, got ${folder}
  ${join(folder, "sweep.json")}: `,
    );
  });

  test("survives a trial's folder of the wrong kind", async () => {
    const folder = makeSweep(small);
    const path = join(folder, "trials", id, "metrics.jsonl");
    rmSync(path);
    mkdirSync(path);
    const table = await readHistory(folder);
    expect(table.rows.find((row) => row.id === id)).toMatchObject({ state: "done", curve: [] });
    expect(table.warnings).toEqual([`${path}: cannot be read: this is a folder, but a file was expected (EISDIR).`]);
  });
});
