import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, temporaryFolder } from "../../../testing/src/folders.js";
import { recipeWith } from "../../../testing/src/trials.js";
import { listAlphas, listSeeds } from "../../src/recipe/schema.js";
import type { Sweep } from "../../src/records/sweep.js";
import { trialFolder } from "../../src/records/trial-files.js";
import { openSweep } from "../../src/sweep/folder.js";

const home = temporaryFolder();

function sweepOf(changes: object = {}, checksum = "aa"): Sweep {
  const recipe = recipeWith({ alpha: [-1, 0, 1], seed: [0, 1], ...changes });
  return {
    schema: 1,
    name: "tiny",
    recipe,
    alphas: listAlphas(recipe),
    seeds: listSeeds(recipe),
    versions: { node: "20.0.0" },
    data: { name: recipe.dataset, sha256: { "train-images": checksum } },
    trials: [],
  };
}

async function complaint(folder: string, sweep: Sweep, options = {}): Promise<string> {
  const before = readFileSync(join(folder, "sweep.json"), "utf8");
  const error = await openSweep(folder, sweep, options).catch((error: Error) => error);
  expect(readFileSync(join(folder, "sweep.json"), "utf8")).toBe(before);
  return String(error).replaceAll(home, "HOME");
}

describe("openSweep", () => {
  const folder = join(home, "sweep");

  test("writes sweep.json into a new folder, and into an empty one", async () => {
    const empty = join(home, "empty");
    mkdirSync(empty);
    for (const place of [folder, empty]) {
      await openSweep(place, sweepOf());
      expect(JSON.parse(readFileSync(join(place, "sweep.json"), "utf8"))).toEqual(sweepOf());
    }
  });

  test("opens the very same sweep again, on another machine too", async () => {
    const elsewhere = { ...sweepOf({ threads: 4, device: "cuda" }), versions: { node: "24.0.0" } };
    await expect(openSweep(folder, elsewhere)).resolves.toBeUndefined();
  });

  test("opens a sweep from before recipes said how convolutions are computed, as direct and not as anything else", async () => {
    const folder = join(home, "before-convolutions");
    const { convolutions, ...recipe } = sweepOf().recipe;
    mkdirSync(folder);
    writeFileSync(join(folder, "sweep.json"), JSON.stringify({ ...sweepOf(), recipe }));
    await openSweep(folder, sweepOf({ convolutions: "direct" }));
    expect(await complaint(folder, sweepOf({ convolutions: "winograd" }))).toContain("convolutions");
  });

  test("opens again what a process left when it was killed over its first file", async () => {
    const begun = join(home, "begun");
    mkdirSync(begun);
    writeFileSync(join(begun, "sweep.json.123.tmp"), "{");
    await openSweep(begun, sweepOf());
    expect(filesBelow(begun).sort()).toEqual(["sweep.json", "sweep.json.123.tmp"]); // which may be another's: clean takes it, once it is old
  });

  test("is of one of two that begin at once; another sweep among them is refused", async () => {
    const shared = join(home, "shared");
    const asked = [sweepOf(), sweepOf(), sweepOf({ epochs: 9 }), sweepOf()];
    const ends = await Promise.allSettled(asked.map((sweep) => openSweep(shared, sweep)));
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(filesBelow(shared)).toEqual(["sweep.json"]);
  });

  test("says what to do with a description that is damaged, and leaves it", async () => {
    const damaged = join(home, "damaged");
    await openSweep(damaged, sweepOf());
    writeFileSync(join(damaged, "sweep.json"), '{"schema": 1, "na');
    expect(await complaint(damaged, sweepOf())).toMatch(
      /SweepConflictError: HOME\/damaged\/sweep.json: expected JSON: .*\n {2}to do: start the same sweep in another folder with --out, and move HOME\/damaged\/trials into it/,
    );
  });

  test("shows every difference to another sweep", async () => {
    const other = sweepOf({ epochs: 5, modelOptions: { width: 3 }, alpha: [-1, 0], schedule: "cosine" }, "bb");
    expect(await complaint(folder, other)).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/sweep contains a different sweep
        modelOptions: present {"width":2}, requested {"width":3}
        epochs: present 2, requested 5
        schedule: present {"name":"one-cycle"}, requested {"name":"cosine"}
        alphas: present [-1,0,1], requested [-1,0]
        sha256 of train-images: present "aa", requested "bb"
        to do: name another folder with --out"
    `);
  });

  test("offers to extend a sweep that differs in alphas and seeds alone", async () => {
    expect(await complaint(folder, sweepOf({ alpha: [0, 2], seed: [0] }))).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/sweep contains a different sweep
        alphas: present [-1,0,1], requested [0,2]
        seeds: present [0,1], requested [0]
        to do: name another folder with --out, or add to this sweep with --extend"
    `);
  });

  test("does not extend a sweep by another recipe", async () => {
    expect(await complaint(folder, sweepOf({ alpha: [0, 2], epochs: 5 }), { extend: true })).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/sweep contains a different sweep
        epochs: present 2, requested 5
        alphas: present [-1,0,1], requested [0,2]
        to do: name another folder with --out"
    `);
  });

  test("leaves a folder with other files alone", async () => {
    const full = join(home, "full");
    mkdirSync(full);
    for (const name of ["a", "b", "c", "d", "e", "f"]) writeFileSync(join(full, name), "");
    const error = await openSweep(full, sweepOf()).catch(String);
    expect(String(error).replaceAll(home, "HOME")).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/full contains other files but no sweep: a, b, c, d, e, …
        to do: name an empty or a new folder with --out"
    `);
    expect(filesBelow(full)).toHaveLength(6);
  });
});

describe("trialFolder", () => {
  test("is named by the trial's id", () => {
    expect(trialFolder("runs/a", { id: "0123456789ab" })).toBe("runs/a/trials/0123456789ab");
  });
});
