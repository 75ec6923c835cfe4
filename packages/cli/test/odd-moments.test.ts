/** Sweeps and trials whose folders were copied, renamed, damaged, shared or moved at odd moments. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sweepDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { selectivity, start, untilIn } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { filesBelow, temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyPhotos } from "../../testing/src/tiny-photos.js";

const home = temporaryFolder();
const at = (...names: string[]) => join(home, ...names);
const environment = { XDG_CACHE_HOME: at("cache") };
const run = (...words: string[]) => runInProcess(words, home, environment);
const settings = ["imageSize=8", "model=mlp", "modelOptions={widths: [8]}", "epochs=2", "batchSize=8", "threads=1"];
const idsOf = (sweep: string) => readdirSync(at(sweep, "trials")).sort() as [string, string];
const copyOf = (folder: string) => {
  cpSync(at("sweep"), at(folder), { recursive: true });
  return folder;
};
const failed = { event: "end", reason: "failed", cause: "a test" };

/** Makes a finished trial one that failed. */
function spoil(trial: string) {
  rmSync(at(trial, "result.json"));
  writeFileSync(at(trial, "attempts.jsonl"), `${JSON.stringify(failed)}\n`);
}

beforeAll(async () => {
  await writeTinyPhotos(at("photos"));
  const words = ["sweep", "fashion-quick", "dataset=./photos", ...settings, "--alphas=-1,0", "--seeds", "0"];
  expect(await run(...words, "--out", "sweep", "--jobs", "1")).toMatchObject({ code: 0 });
}, 60_000);

describe("a trial's folder that was copied to the place of another", () => {
  test("gives no numbers under the other's name", async () => {
    const folder = copyOf("mixed");
    const [one, two] = idsOf(folder);
    rmSync(at(folder, "trials", two), { recursive: true });
    cpSync(at(folder, "trials", one), at(folder, "trials", two), { recursive: true });
    const { trials } = readDocument(sweepDocumentSchema, (await run("status", folder, "--json")).stdout);
    const complaint = `mixed/trials/${two} holds trial ${one}, not ${two}: it was copied or renamed`;
    expect(trials.find(({ id }) => id === two)).toMatchObject({ state: "failed", cause: complaint, accuracy: null });
    expect((await run("report", folder, "--json")).stdout).toContain('"n":0');
    for (const words of [
      ["retry", folder],
      ["sweep", "--resume", "--out", folder],
      ["train", "--out", `${folder}/trials/${two}`],
    ]) {
      const { code, stderr } = await run(...words);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint.slice("mixed/".length)) });
    }
    renameSync(at(folder, "trials", two), at("aside"));
    expect(await run("sweep", "--resume", "--out", folder, "--jobs", "1")).toMatchObject({ code: 0 });
  }, 60_000);
});

describe("a damaged trial.json", () => {
  test("in a sweep is no obstacle: the sweep knows the trial", async () => {
    const folder = copyOf("torn");
    const [one] = idsOf(folder);
    writeFileSync(at(folder, "trials", one, "trial.json"), "{");
    expect(await run("measure", `${folder}/trials/${one}`)).toMatchObject({ code: 0 });
    spoil(join(folder, "trials", one));
    expect(await run("train", "--out", `${folder}/trials/${one}`)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(at(folder, "trials", one, "trial.json"), "utf8")).id).toBe(one);
  });
});

describe("--extend", () => {
  test("of a folder without a sweep is an error, and trains nothing", async () => {
    const { code, stderr } = await run("sweep", "--extend", "--out", "nothing", "--seeds", "1");
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("expected a sweep folder") });
    expect(existsSync(at("nothing"))).toBe(false);
  });

  test("by two commands at the same time adds what both ask for", async () => {
    const folder = copyOf("both");
    const extend = (seed: string) =>
      selectivity(["sweep", "--extend", "--out", folder, "--seeds", seed, "--jobs", "1", "--quiet"], home, environment);
    await Promise.all([extend("5"), extend("6")]); // the first to end says that the other's are not finished
    const { seeds, trials } = JSON.parse(readFileSync(at(folder, "sweep.json"), "utf8"));
    expect([[...seeds].sort(), trials.length]).toEqual([[0, 5, 6], 6]);
    expect(await run("sweep", "--resume", "--out", folder, "--jobs", "1", "--quiet")).toMatchObject({ code: 0 });
    expect(idsOf(folder)).toHaveLength(6);
  }, 60_000);
});

describe("a sweep's folder", () => {
  test("that is moved while it is trained does not come to life again at its old place", async () => {
    const folder = copyOf("moving");
    const words = ["sweep", "--extend", "--out", folder, "--seeds", "1..9", "--jobs", "1", "epochs=2"];
    const running = start(words, home, environment);
    await untilIn(running, () => running.said().includes("/20"), 60);
    renameSync(at(folder), at("moved"));
    const { code } = await running.ended;
    expect(code).not.toBe(0);
    const left = existsSync(at(folder)) ? filesBelow(at(folder)).filter((name) => name.endsWith("result.json")) : [];
    expect(left).toEqual([]);
    expect(await run("sweep", "--resume", "--out", "moved", "--jobs", "1", "--quiet")).toMatchObject({ code: 0 });
    expect(idsOf("moved")).toHaveLength(20);
  }, 120_000);

  test("behind a symbolic link is the same sweep", async () => {
    symlinkSync(at("sweep"), at("link"));
    expect((await run("status", "link")).stdout).toMatch(/all +2 +2\n?$/);
    expect(await run("retry", "link")).toMatchObject({ code: 0 });
  });
});

describe("its data", () => {
  test("that were only touched are the same, whatever the clock says", async () => {
    const folder = copyOf("touched");
    spoil(join(folder, "trials", idsOf(folder)[0]));
    for (const name of filesBelow(at("photos"))) utimesSync(at("photos", name), 0, 4_000_000_000);
    expect(await run("retry", folder, "--jobs", "1")).toMatchObject({ code: 0 });
  });

  test("with one more picture have changed: nothing is trained or lost, until it is gone again", async () => {
    const folder = copyOf("more");
    spoil(join(folder, "trials", idsOf(folder)[0]));
    const before = filesBelow(at(folder));
    copyFileSync(at("photos/train/class0/0.png"), at("photos/train/class0/more.png"));
    const { code, stderr } = await run("retry", folder, "--jobs", "1");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("has changed since this was started"),
    });
    expect(filesBelow(at(folder))).toEqual(before);
    rmSync(at("photos/train/class0/more.png"));
    expect(await run("retry", folder, "--jobs", "1")).toMatchObject({ code: 0 });
  });

  test("in an archive of the same pictures are the same, named by a word without a slash", async () => {
    const folder = copyOf("packed");
    spoil(join(folder, "trials", idsOf(folder)[0]));
    renameSync(at("photos"), at("pictures"));
    expect(await run("retry", folder, "--jobs", "1", "--data", "pictures")).toMatchObject({ code: 0 });
    renameSync(at("pictures"), at("photos"));
  });

  test("that have changed do not cost the result of a network that diverged", async () => {
    await writeTinyPhotos(at("other"));
    const words = ["train", "fashion-quick", "dataset=./other", ...settings, "learningRate=1e30", "--out", "diverged"];
    expect(await run(...words)).toMatchObject({ code: 1 });
    const before = filesBelow(at("diverged"));
    await writeTinyPhotos(at("other"), { salt: 7 });
    expect(await run("train", "--out", "diverged")).toMatchObject({ code: 2 });
    expect(filesBelow(at("diverged"))).toEqual(before);
  });
});

test("robustness of one sweep by two commands at the same time is done once, and told by both", async () => {
  const folder = copyOf("shared");
  mkdirSync(at("out"));
  const few = ["--corruptions", "fog", "--severities", "1", "--attacks", "none", "--jobs", "1", "--json", "--quiet"];
  const ends = await Promise.all([1, 2].map(() => selectivity(["robustness", folder, ...few], home, environment)));
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(ends[0]?.stdout).toBe(ends[1]?.stdout);
}, 60_000);

test("status of many folders is shown although one of them cannot be read", async () => {
  mkdirSync(at("many/torn-sweep"), { recursive: true });
  mkdirSync(at("many/torn-trial"));
  cpSync(at("sweep"), at("many/whole"), { recursive: true });
  for (const file of ["torn-sweep/sweep.json", "torn-trial/trial.json"]) writeFileSync(at("many", file), "{");
  const { code, stdout } = await run("status", "many");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /\nmany\/whole +2 +2\nnote: many\/torn-sweep\/sweep\.json: .*\nnote: many\/torn-trial\/trial\.json: /,
  );
});

test.each(["train", "sweep"])("%s to where nothing can be written says so", async (command) => {
  const { code, stderr } = await run(
    command,
    "fashion-quick",
    "dataset=./photos",
    ...settings,
    "--out",
    "/proc/nothing",
  );
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(
      /\/proc\/nothing cannot be written to \([A-Z]+\)(: .*)?\n {2}to do: name another folder with --out\n$/,
    ),
  });
});
