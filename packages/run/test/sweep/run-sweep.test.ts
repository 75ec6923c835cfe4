import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import type { SchedulerEvent } from "../../src/pool/trials/run-trials.js";
import type { SweepTable, TrialRow } from "../../src/records/sweep-table.js";
import { runSweep, type SweepOptions, type SweepPlan } from "../../src/sweep/run-sweep.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];
const mlp = { model: "mlp", modelOptions: { widths: [16, 8] } };

beforeAll(() => {
  writeTinyImages(dataDirs[0] as string);
});

/** What a sweep told, and what it came to. */
interface Told {
  readonly table: SweepTable;
  readonly plan: SweepPlan;
  readonly events: readonly SchedulerEvent[];
}

async function sweepIn(name: string, changes: object, options: Partial<SweepOptions> = {}): Promise<Told> {
  let plan: SweepPlan | undefined;
  const events: SchedulerEvent[] = [];
  const table = await runSweep(
    { name: "tiny", recipe: recipeWith({ ...mlp, ...changes }) },
    {
      folder: join(home, name),
      dataDirs,
      jobs: 1,
      stop: never,
      onPlan: (told) => {
        plan = told;
      },
      ...options,
      onEvent: (event) => {
        events.push(event);
        options.onEvent?.(event);
      },
    },
  );
  return { table, plan: plan as SweepPlan, events };
}

const started = ({ events }: Told) => events.flatMap((event) => (event.type === "start" ? [event.trial.alpha] : []));
const weightsOf = ({ folder, sweep }: SweepTable) =>
  Object.fromEntries(
    sweep.trials.map(({ id }) => [
      id,
      checksums(join(folder, "trials", id), ["model.safetensors", "best.safetensors"]),
    ]),
  );

describe("a sweep", () => {
  const alphas = [-1, 0, 5, 1];
  let whole: Told;
  beforeAll(async () => {
    whole = await sweepIn("whole", { alpha: alphas });
  });

  test("trains the control first, then the extremes inwards", () => {
    expect(started(whole)).toEqual([0, 5, -1, 1]);
  });

  test("tells each trial's start, its epochs and its end", () => {
    const control = whole.events.filter(
      (event) => event.type !== "pause" && event.trial.alpha === 0 && event.type !== "progress",
    );
    expect(control.map(({ type }) => type)).toEqual(["start", "epoch", "epoch", "end"]);
    expect(control.at(-1)).toMatchObject({ end: { status: "done", cause: null } });
  });

  test("says in sweep.json what it is, with versions and checksums of the data", () => {
    expect(whole.table.sweep).toMatchObject({
      schema: 1,
      name: "tiny",
      alphas,
      seeds: [0],
      versions: { node: process.versions.node },
      data: { name: "fashion-mnist" },
    });
    expect(Object.keys(whole.table.sweep.data.sha256)).toHaveLength(4);
    expect(whole.table.rows.map(({ state }) => state)).toEqual(["done", "done", "done", "done"]);
  });

  test("puts each trial into the folder of its id", () => {
    const folders = new Set(filesBelow(whole.table.folder).map((file) => file.split("/").slice(0, 2).join("/")));
    expect([...folders].sort()).toEqual(
      ["sweep.json", ...whole.table.sweep.trials.map(({ id }) => `trials/${id}`)].sort(),
    );
  });

  test("has nothing left to do when run again", async () => {
    const again = await sweepIn("whole", { alpha: alphas });
    expect(again.plan.pending).toEqual([]);
    expect(again.events).toEqual([]);
    expect(again.table).toEqual(whole.table);
  });

  test("does only what is missing when run again, to the same bytes", async () => {
    const before = weightsOf(whole.table);
    const lost = whole.table.rows.find(({ alpha }) => alpha === -1)?.id as string;
    rmSync(join(whole.table.folder, "trials", lost), { recursive: true });
    const again = await sweepIn("whole", { alpha: alphas });
    expect(started(again)).toEqual([-1]);
    expect(weightsOf(again.table)).toEqual(before);
  });

  test("tidies up after a process that was killed when all but tidying was done", async () => {
    const { id } = whole.table.rows[0] as TrialRow;
    const folder = join(whole.table.folder, "trials", id);
    const left = join(folder, "checkpoint.safetensors");
    writeFileSync(left, "");
    await sweepIn("whole", { alpha: alphas });
    expect(existsSync(left)).toBe(false);
  });

  test("gives the same bytes by two workers as by one", async () => {
    const two = await sweepIn("two", { alpha: alphas }, { jobs: 2 });
    expect(two.plan).toMatchObject({ workers: 2, threads: 1 });
    expect(weightsOf(two.table)).toEqual(weightsOf(whole.table));
  });

  test("takes on new alphas with extend, and trains only those", async () => {
    await sweepIn("growing", { alpha: [0, 1] });
    const grown = await sweepIn("growing", { alpha: [3], seed: 0 }, { extend: true });
    expect(started(grown)).toEqual([3]);
    expect(grown.table.sweep.alphas).toEqual([0, 1, 3]);
    expect(grown.table.rows.map(({ alpha, state }) => [alpha, state])).toEqual([
      [0, "done"],
      [1, "done"],
      [3, "done"],
    ]);
  });
});

describe("a sweep in which trials go wrong", () => {
  test("goes on with the others when a trial diverges", async () => {
    const { table, events } = await sweepIn("diverging", { alpha: [0, 1e35], learningRate: 1e4 });
    expect(table.rows.find(({ alpha }) => alpha === 1e35)).toMatchObject({ state: "diverged" });
    expect(events.filter(({ type }) => type === "end")).toHaveLength(2);
  });

  test("names a failed trial's cause, also when it failed before its folder was made", async () => {
    const folder = join(home, "lost-data");
    const own = join(home, "own-data");
    writeTinyImages(own);
    const { table } = await sweepIn(
      "lost-data",
      { alpha: [0] },
      {
        folder,
        dataDirs: [own],
        onPlan: () => rmSync(own, { recursive: true }),
      },
    );
    expect(table.rows).toMatchObject([{ state: "failed", cause: expect.stringContaining("own-data") }]);
    const { id } = table.rows[0] as TrialRow;
    expect(JSON.parse(readFileSync(join(folder, "trials", id, "trial.json"), "utf8"))).toMatchObject({ id });
  });

  test("makes a trial fail whose attempts are used up, and finishes the others", async () => {
    let killed = false;
    const { table, events } = await sweepIn(
      "killed",
      { alpha: [0, 1, 2], epochs: 30 },
      {
        maxAttempts: 1,
        onEvent: (event) => {
          if (killed || event.type !== "epoch" || event.trial.alpha !== 2) return;
          killed = true;
          process.kill(workerOf("killed", event.trial.id), "SIGKILL");
        },
      },
    );
    expect(table.rows.map(({ alpha, state, cause }) => [alpha, state, cause])).toEqual([
      [0, "done", null],
      [1, "done", null],
      [2, "failed", "its worker process ended with SIGKILL"],
    ]);
    expect(events.filter(({ type }) => type === "end")).toHaveLength(3);

    const again = await sweepIn("killed", { alpha: [0, 1, 2], epochs: 30 });
    const undisturbed = await sweepIn("not-killed", { alpha: [0, 1, 2], epochs: 30 });
    expect(started(again)).toEqual([2]);
    expect(weightsOf(again.table)).toEqual(weightsOf(undisturbed.table));
  });

  /** The process that works on a trial, as its folder says. */
  function workerOf(name: string, id: string): number {
    return jsonLines(join(home, name, "trials", id, "attempts.jsonl")).at(-1)?.pid as number;
  }
});

describe("a sweep that is stopped", () => {
  test("starts no trial more, and goes on to the same bytes", async () => {
    const stop = new AbortController();
    const changes = { alpha: [0, 1], epochs: 30 };
    const stopped = await sweepIn("stopped", changes, {
      stop: stop.signal,
      onEvent: ({ type }) => type === "epoch" && stop.abort(),
    });
    expect(started(stopped)).toEqual([0]);
    expect(stopped.table.rows.map(({ state }) => state)).toEqual(["queued", "queued"]);
    const resumed = await sweepIn("stopped", changes);
    const undisturbed = await sweepIn("not-stopped", changes);
    expect(weightsOf(resumed.table)).toEqual(weightsOf(undisturbed.table));
  });
});

describe("what a sweep finds before it trains anything", () => {
  test.each<[string, object, string]>([
    ["a model that there is not", { model: "resnet9" }, "ModelError"],
    ["an option that the model does not have", { modelOptions: { depth: 3 } }, "ModelError"],
    ["more images than there are", { trainImages: 1000 }, "SplitError"],
    ["a layer that the model does not have", { knobLayers: ["conv1"] }, "RecipeError"],
    ["a data set that there is not", { dataset: "imagenet" }, "DatasetError"],
    ["a device that is not there", { device: "tpu" }, "NativeError"],
  ])("%s", async (_, changes, name) => {
    await expect(sweepIn("impossible", changes)).rejects.toThrow(expect.objectContaining({ name }));
    expect(existsSync(join(home, "impossible"))).toBe(false);
  });
});
