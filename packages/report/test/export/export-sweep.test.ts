import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHistory } from "@selectivity-lab/run";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { EVENT, type EventMessage, HPARAMS } from "../../src/export/event-messages.js";
import { encodeRecords } from "../../src/export/event-records.js";
import { exportSweep } from "../../src/export/export-sweep.js";

const home = temporaryFolder();
const folder = makeSweep({ alphas: [-1, 0], seeds: [0, 1], queued: [trialId(-1, 1)] });
const text = (file: string) => readFileSync(join(home, file), "utf8");
const write = (
  out: string,
  more: Partial<Parameters<typeof exportSweep>[1]> & { to: "csv" | "jsonl" | "parquet" | "tensorboard" },
) => exportSweep(folder, { out: join(home, out), ...more });

/** Reads an event file back, checking every checksum. */
function readEvents(file: string): EventMessage[] {
  const bytes = readFileSync(file);
  const events: EventMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const record = bytes.subarray(at, at + 16 + length);
    const data = record.subarray(12, 12 + length);
    expect(record.equals(encodeRecords([data]))).toBe(true);
    events.push(EVENT.toObject(EVENT.decode(data), { longs: Number }) as EventMessage);
    at += record.length;
  }
  return events;
}

describe("tables", () => {
  test("of networks have a row each, also for one without a result", async () => {
    expect(await write("t.csv", { to: "csv" })).toMatchObject({ rows: 4 });
    const lines = text("t.csv").trimEnd().split("\n");
    expect(lines[0]).toMatch(/^trial,alpha,seed,state,accuracy,loss,meanSelectivity/);
    expect(lines[0]).toMatch(/,bestEpoch,parameters,seconds,liveSelectivity,epochs,attempts,cause,id$/);
    expect(lines).toHaveLength(5);
    expect(lines.find((line) => line.startsWith(trialId(-1, 1)))).toContain(",-1,1,queued,,,,");
  });

  test("of epochs and units hold every number, in every form", async () => {
    const { rows } = await readHistory(folder);
    const epochs = rows.reduce((sum, { curve }) => sum + curve.length, 0);
    expect(await write("e.jsonl", { to: "jsonl", table: "epochs" })).toMatchObject({ rows: epochs });
    const first = JSON.parse(text("e.jsonl").split("\n")[0] as string);
    expect(first).toMatchObject({ trial: rows[0]?.id, alpha: -1, seed: 0, ...rows[0]?.curve[0] });

    await write("u.jsonl", { to: "jsonl", table: "units" });
    await write("u.parquet", { to: "parquet", table: "units" });
    const bytes = readFileSync(join(home, "u.parquet"));
    const read = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    });
    const whole = ["seed", "unit", "selectedClass"];
    expect(read).toEqual(
      text("u.jsonl")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line, (key, value) => (whole.includes(key) ? BigInt(value) : value))),
    );
  });

  test("in Parquet have whole numbers as integers, also where there is none, and others as doubles", async () => {
    await write("i.parquet", { to: "parquet" });
    await write("e.parquet", { to: "parquet", table: "epochs" });
    const types = (file: string) => {
      const bytes = readFileSync(join(home, file));
      const { schema } = parquetMetadata(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
      );
      return Object.fromEntries(schema.map(({ name, type }) => [name, type]));
    };
    expect(types("i.parquet")).toMatchObject({
      ...{ alpha: "DOUBLE", accuracy: "DOUBLE", seconds: "DOUBLE", state: "BYTE_ARRAY" },
      ...{ seed: "INT64", bestEpoch: "INT64", parameters: "INT64", epochs: "INT64", attempts: "INT64" },
    });
    expect(types("e.parquet")).toMatchObject({ epoch: "INT64", step: "INT64", attempt: "INT64", time: "DOUBLE" });
  });

  test("in Parquet are null where a network lacks a value", async () => {
    await write("t.parquet", { to: "parquet" });
    const bytes = readFileSync(join(home, "t.parquet"));
    const read = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    });
    const queued = read.find(({ trial }) => trial === trialId(-1, 1));
    expect(queued).toMatchObject({ alpha: -1, state: "queued", accuracy: null });
  });

  test("do not replace what is there, unless told to", async () => {
    await expect(write("t.csv", { to: "csv" })).rejects.toThrow("already exists");
    await expect(write("t.csv", { to: "csv", force: true })).resolves.toBeDefined();
  });

  test("are refused where no file can be, before anything is read", async () => {
    mkdirSync(join(home, "folder"));
    await expect(write("folder", { to: "csv", force: true })).rejects.toThrow("is a folder");
    await expect(write("no/t.csv", { to: "csv" })).rejects.toThrow("no does not exist\n  to do: create that folder");
    writeFileSync(join(home, "file"), "");
    await expect(write("file", { to: "tensorboard", force: true })).rejects.toThrow(
      "event files are written to a folder",
    );
  });
});

describe("event files", () => {
  test("take the place of those of an earlier export, and leave other files alone", async () => {
    await write("again", { to: "tensorboard" });
    mkdirSync(join(home, "again/alpha=9 seed=9"));
    writeFileSync(join(home, "again/alpha=9 seed=9/events.out.tfevents.0.trial"), "stale");
    writeFileSync(join(home, "again/notes.txt"), "mine");
    await expect(write("again", { to: "tensorboard" })).rejects.toThrow("already exists");
    expect(await write("again", { to: "tensorboard", force: true })).toMatchObject({ rows: 3 });
    expect(readdirSync(join(home, "again/alpha=9 seed=9"))).toEqual([]);
    expect(readFileSync(join(home, "again/notes.txt"), "utf8")).toBe("mine");
  });

  test("hold every scalar by epoch, and the hyperparameters, framed by checksums", async () => {
    await write("read", { to: "tensorboard" });
    const row = (await readHistory(folder)).rows.find(({ alpha, seed }) => alpha === -1 && seed === 0);
    const [version, start, ...rest] = readEvents(join(home, "read/alpha=-1 seed=0/events.out.tfevents.0.trial"));
    expect(version).toMatchObject({ fileVersion: "brain.Event:2" });
    const plugin = start?.summary?.value[0]?.metadata?.pluginData;
    expect(plugin?.pluginName).toBe("hparams");
    expect(HPARAMS.toObject(HPARAMS.decode(plugin?.content as Uint8Array))).toMatchObject({
      sessionStartInfo: { hparams: { alpha: { numberValue: -1 }, seed: { numberValue: 0 } } },
    });
    const scalars = (tag: string) =>
      rest.flatMap(({ step, summary }) =>
        (summary?.value ?? []).filter((value) => value.tag === tag).map(({ simpleValue }) => [step, simpleValue]),
      );
    for (const tag of ["val/accuracy", "train/loss", "selectivity/mean"])
      expect(scalars(tag)).toEqual(row?.curve.map((line) => [line.epoch, Math.fround(line[tag] as number)]));
    expect(scalars("test/meanSelectivity")).toEqual([[2, Math.fround(row?.result?.test?.meanSelectivity as number)]]);
  });

  const python = process.env.PYTHON ?? "python3";
  const hasTensorboard = spawnSync(python, ["-c", "import tensorboard"]).status === 0;
  if (!hasTensorboard) console.warn(`skipped: event files in TensorBoard itself, for ${python} has none`);

  test.skipIf(!hasTensorboard)(
    "open in TensorBoard, with scalars and hyper-parameters",
    async () => {
      expect(await write("logs", { to: "tensorboard" })).toMatchObject({ rows: 3 });
      expect(readdirSync(join(home, "logs")).sort()).toEqual([
        "alpha=-1 seed=0",
        "alpha=0 seed=0",
        "alpha=0 seed=1",
        "events.out.tfevents.0.sweep",
      ]);
      const program = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
run = EventAccumulator(sys.argv[1]).Reload()
start = plugin_data_pb2.HParamsPluginData.FromString(run.SummaryMetadata("_hparams_/session_start_info").plugin_data.content)
sweep = EventAccumulator(sys.argv[2]).Reload()
experiment = plugin_data_pb2.HParamsPluginData.FromString(sweep.SummaryMetadata("_hparams_/experiment").plugin_data.content).experiment
print(json.dumps({
  "scalars": {tag: [[event.step, event.value] for event in run.Scalars(tag)] for tag in run.Tags()["scalars"]},
  "hparams": {name: value.number_value for name, value in start.session_start_info.hparams.items()},
  "known": [info.name for info in experiment.hparam_infos], "metrics": [info.name.tag for info in experiment.metric_infos],
}))`;
      const { stdout, stderr } = spawnSync(
        python,
        ["-c", program, join(home, "logs/alpha=-1 seed=0"), join(home, "logs/events.out.tfevents.0.sweep")],
        { encoding: "utf8" },
      );
      const read = JSON.parse(stdout || JSON.stringify({ failed: stderr }));
      const row = (await readHistory(folder)).rows.find(({ alpha, seed }) => alpha === -1 && seed === 0);
      expect(read.failed).toBeUndefined();
      expect(read.hparams).toEqual({ alpha: -1, seed: 0 });
      expect([read.known, read.metrics]).toEqual([
        ["alpha", "seed"],
        ["test/accuracy", "test/meanSelectivity"],
      ]);
      for (const tag of ["val/accuracy", "train/loss", "selectivity/mean"])
        expect(read.scalars[tag]).toEqual(row?.curve.map((line) => [line.epoch, Math.fround(line[tag] as number)]));
      expect(read.scalars["test/accuracy"]).toEqual([
        [row?.curve.at(-1)?.epoch, Math.fround(row?.result?.test?.accuracy as number)],
      ]);
    },
    60_000,
  );
});
