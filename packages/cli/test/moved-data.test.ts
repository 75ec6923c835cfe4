/** A data set named by its path belongs to a sweep, a trial and a network wherever the command runs. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureDocumentSchema, robustnessDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../testing/src/documents.js";
import { checksums, temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyPhotos } from "../../testing/src/tiny-photos.js";

const home = temporaryFolder();
const at = (...names: string[]) => join(home, ...names);
const environment = { XDG_CACHE_HOME: at("cache") };
const settings = [
  ...["fashion-quick", "dataset=./photos", "imageSize=8", "model=mlp", "modelOptions={widths: [8]}"],
  ...["trainImages=40", "validationImages=8", "epochs=2", "batchSize=8", "threads=1"],
];
const sweep = ["sweep", ...settings, "--alphas=0", "--seeds", "0", "--jobs", "1"];
const run = (words: readonly string[], folder: string) => runInProcess(words, at(folder), environment);
const said = async (words: readonly string[], folder: string) => {
  const { code, stderr } = await run(words, folder);
  const text = stderr.replaceAll(home, "HOME").replace(/\b[0-9a-f]{12}\b/g, "…");
  return { code, stderr: text };
};
const trialOf = (folder: string) => at(folder, "trials", readdirSync(at(folder, "trials"))[0] as string);

/** Makes a finished trial one that failed half way. */
function spoil(trial: string) {
  rmSync(join(trial, "result.json"));
  writeFileSync(join(trial, "attempts.jsonl"), `${JSON.stringify({ event: "end", reason: "failed" })}\n`);
}

beforeAll(async () => {
  await writeTinyPhotos(at("here", "photos"));
  await writeTinyPhotos(at("there", "photos"), { salt: 2 });
  mkdirSync(at("nowhere"));
  expect(await run([...sweep, "--out", "../sweep"], "here")).toMatchObject({ code: 0 });
  expect(await run(["train", ...settings, "--out", "../alone"], "here")).toMatchObject({ code: 0 });
}, 120_000);

describe("a sweep of ./photos", () => {
  test("has the trial ids of earlier versions, and records the absolute path", () => {
    expect(readdirSync(at("sweep", "trials"))).toEqual(["1530a578fbc2"]);
    const { data } = JSON.parse(readFileSync(at("sweep", "sweep.json"), "utf8"));
    expect(data).toMatchObject({ name: "./photos", path: at("here", "photos") });
  });

  test.each([
    ["sweep --extend", (folder: string) => ["sweep", "--extend", "--out", folder, "--seeds", "1", "--jobs", "1"]],
    ["sweep --resume", (folder: string) => ["sweep", "--resume", "--out", folder, "--jobs", "1"]],
    ["retry", (folder: string) => ["retry", folder, "--jobs", "1"]],
    ["work", (folder: string) => ["work", folder]],
    ["train", (folder: string) => ["train", "--out", `${folder}/trials/${readdirSync(at("sweep", "trials"))[0]}`]],
  ])("%s from a folder with different ./photos trains on its own", async (name, words) => {
    const copy = `copy-${name.replace(/\W+/g, "-")}`;
    cpSync(at("sweep"), at(copy), { recursive: true });
    const trial = join(at(copy), "trials", readdirSync(at("sweep", "trials"))[0] as string);
    const before = checksums(trial, ["best.safetensors"]);
    spoil(trial);
    rmSync(join(trial, "best.safetensors"));
    expect(await said(words(`../${copy}`), "there")).toMatchObject({ code: 0 });
    expect(checksums(trial, ["best.safetensors"])).toEqual(before);
  });

  test("measured from there, it is measured on its own images", async () => {
    const { code, stdout } = await run(["measure", trialOf("sweep"), "--json"], "there");
    expect(code).toBe(0);
    const { notes, changedData, accuracy } = readDocument(measureDocumentSchema, stdout);
    const result = JSON.parse(readFileSync(join(trialOf("sweep"), "result.json"), "utf8"));
    expect({ notes, changedData, accuracy }).toEqual({ accuracy: result.test.accuracy });
  });

  test("started again there with the same words, the error names both folders", async () => {
    const { code, stderr } = await said([...sweep, "--out", "../sweep"], "there");
    expect(code).toBe(2);
    expect(stderr).toContain(`data: present "HOME/here/photos", requested "HOME/there/photos"`);
  });
});

describe("a network trained alone on ./photos", () => {
  test("started again elsewhere with the same words, the error names both folders", async () => {
    const { code, stderr } = await said(["train", ...settings, "--out", "../alone"], "there");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /HOME\/there\/photos is not the data set that this was started with\n {2}recorded {2}HOME\/here\/photos/,
    );
  });
});

describe("data that were moved", () => {
  test("are asked for, compared, recorded, and then found by every command", async () => {
    cpSync(at("sweep"), at("moved"), { recursive: true });
    spoil(trialOf("moved"));
    renameSync(at("here", "photos"), at("here", "pictures"));
    try {
      const resume = ["sweep", "--resume", "--out", "../moved", "--jobs", "1"];
      const gone = await said(resume, "nowhere");
      expect(gone.code).toBe(2);
      expect(gone.stderr).toMatchInlineSnapshot(`
        "selectivity: the data set ./photos was HOME/here/photos, which does not exist any more
          to do: put it back, or name the place where they are now with --data PATH; their checksums are compared
        "
      `);
      const other = await said([...resume, "--data", "../there/photos"], "nowhere");
      expect(other.code).toBe(2);
      expect(other.stderr).toMatchInlineSnapshot(`
        "selectivity: HOME/there/photos is not the data set that this was started with
          recorded  HOME/here/photos (SHA-256 of train …, test …)
          found     HOME/there/photos (SHA-256 of train …, test …)
          to do: restore them; or, if they were moved, name the place where they are now with --data PATH; their checksums are compared; or start again in another folder with --out
        "
      `);
      expect(await said([...resume, "--data", "../here/pictures"], "nowhere")).toMatchObject({ code: 0 });
      expect(JSON.parse(readFileSync(at("moved", "sweep.json"), "utf8")).data.path).toBe(at("here", "pictures"));
      expect(await said(["measure", trialOf("moved")], "nowhere")).toMatchObject({ code: 0, stderr: "" });
      expect(await said(["measure", trialOf("sweep")], "nowhere")).toMatchObject({ code: 2 });
    } finally {
      renameSync(at("here", "pictures"), at("here", "photos"));
    }
  }, 60_000);

  test("are tried under the recipe's own words from the present folder: whole projects are moved", async () => {
    mkdirSync(at("project"));
    cpSync(at("here", "photos"), at("project", "photos"), { recursive: true });
    expect(await run([...sweep, "--out", "runs"], "project")).toMatchObject({ code: 0 });
    renameSync(at("project"), at("archive"));
    spoil(join(at("archive", "runs", "trials"), readdirSync(at("archive", "runs", "trials"))[0] as string));
    expect(await said(["retry", "runs", "--jobs", "1"], "archive")).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(at("archive", "runs", "sweep.json"), "utf8")).data.path).toBe(
      at("archive", "photos"),
    );
  }, 60_000);

  test("--data is refused for a data set that has a name", async () => {
    const { code, stderr } = await said(
      ["train", "fashion-quick", "--data", "../here/photos", "--out", "../x"],
      "nowhere",
    );
    expect({ code, stderr }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "stderr": "selectivity: --data ../here/photos: the data set is fashion-mnist, which is found by its name
        to do: name the folder in which it lies with --data-dir
      ",
      }
    `);
  });
});

describe("a sweep of an older version, which recorded no path", () => {
  const older = (folder: string) => {
    cpSync(at("sweep"), at(folder), { recursive: true });
    const file = at(folder, "sweep.json");
    const { data, ...rest } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...rest, data: { name: data.name, sha256: data.sha256 } }));
    const { data: _, ...trial } = JSON.parse(readFileSync(join(trialOf(folder), "trial.json"), "utf8"));
    writeFileSync(join(trialOf(folder), "trial.json"), JSON.stringify(trial));
    spoil(trialOf(folder));
  };

  test("is continued from the folder in which it began", async () => {
    older("older");
    expect(await said(["retry", "../older", "--jobs", "1"], "here")).toMatchObject({ code: 0 });
  });

  test.each([[["retry", "../older-there"]], [["train", "--out", "../older-there/trials/ID"]]])(
    "refuses other images: %j",
    async (words) => {
      rmSync(at("older-there"), { recursive: true, force: true });
      older("older-there");
      const id = readdirSync(at("sweep", "trials"))[0] as string;
      const { code, stderr } = await said(
        words.map((word) => word.replace("ID", id)),
        "there",
      );
      expect(code).toBe(2);
      expect(stderr).toContain(
        "HOME/there/photos is not the data set that this was started with\n  recorded  ./photos",
      );
    },
  );
});

describe("images that changed since training", () => {
  test("are said on stderr and in the document of measure, whose numbers are of the new ones", async () => {
    await writeTinyPhotos(at("changing", "photos"));
    expect(await run(["train", ...settings, "--out", "../changing-trial"], "changing")).toMatchObject({ code: 0 });
    await writeTinyPhotos(at("changing", "photos"), { salt: 3 });
    const { code, stdout, stderr } = await run(["measure", "../changing-trial", "--json"], "nowhere");
    expect(code).toBe(0);
    const { changedData, notes } = readDocument(measureDocumentSchema, stdout);
    expect(changedData?.dataset).toBe(at("changing", "photos"));
    expect(notes).toEqual([expect.stringContaining("have changed since the network was trained")]);
    expect(stderr).toContain(`note: ${notes?.[0]}`);
  }, 60_000);
});

test("robustness says of changed images that they have changed, on stderr, in the document and in the report", async () => {
  await writeTinyPhotos(at("drift", "photos"));
  const drift = ["sweep", ...settings, "--alphas=-1,0", "--seeds", "0", "--jobs", "1", "--out", "../drift-sweep"];
  expect(await run(drift, "drift")).toMatchObject({ code: 0 });
  const few = ["--corruptions", "fog", "--severities", "1", "--attacks", "none", "--jobs", "1", "--json", "--quiet"];
  const same = await run(["robustness", "../drift-sweep", ...few], "there");
  expect({ code: same.code, stderr: same.stderr }).toEqual({ code: 0, stderr: "" });
  const { settings: used } = readDocument(robustnessDocumentSchema, same.stdout);
  expect(used.corruptions?.dataset).toBe(at("drift", "photos"));
  await writeTinyPhotos(at("drift", "photos"), { salt: 5 });
  const { code, stdout, stderr } = await run(["robustness", "../drift-sweep", ...few], "there");
  expect(code).toBe(0);
  const { notes } = readDocument(robustnessDocumentSchema, stdout);
  expect(notes).toEqual([expect.stringContaining("have changed since the network was trained")]);
  expect(stderr).toContain(`note: ${notes[0]}`);
  expect(await run(["report", "../drift-sweep"], "there")).toMatchObject({ code: 0 });
  expect(readFileSync(at("drift-sweep", "report", "index.html"), "utf8")).toContain("have changed since the network");
}, 60_000);

test("a sweep that was started with exact counts keeps them, although they would be upper bounds today", async () => {
  const words = [
    "sweep",
    "fashion-quick",
    "dataset=./photos",
    "imageSize=8",
    "model=mlp",
    "modelOptions={widths: [8]}",
  ];
  const rest = [
    "epochs=1",
    "batchSize=8",
    "threads=1",
    "--alphas=0",
    "--seeds",
    "0",
    "--jobs",
    "1",
    "--out",
    "../exact",
  ];
  const exact = [...words, "trainImages=20", "validationImages=28", ...rest];
  expect(await run(exact, "here")).toMatchObject({ code: 0 });
  const file = at("exact", "sweep.json");
  const { recipe, ...sweep } = JSON.parse(readFileSync(file, "utf8"));
  expect(recipe.countsAtMost).toEqual([]);
  writeFileSync(file, JSON.stringify({ ...sweep, recipe }));
  expect(await run(["sweep", "--extend", "--out", "../exact", "--seeds", "1", "--jobs", "1"], "here")).toMatchObject({
    code: 0,
  });
  expect(JSON.parse(readFileSync(file, "utf8")).images).toEqual({ train: 20, validation: 28, test: 16 });
}, 60_000);
