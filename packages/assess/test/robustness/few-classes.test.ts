/** `selectivity robustness` where some attacks cannot run: known before any work, named, and the others run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { robustnessDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { selectivity } from "../../../testing/src/command.js";
import { readDocument } from "../../../testing/src/documents.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyPhotos } from "../../../testing/src/tiny-photos.js";

const home = temporaryFolder();
const environment = { XDG_CACHE_HOME: join(home, "cache") };
const run = (...words: string[]) => selectivity(words, home, environment);
const FEW = [
  "--corruptions",
  "brightness",
  "--severities",
  "1",
  "--attack-images",
  "4",
  "--check-images",
  "4",
  "--epsilons",
  "8/255",
];
const settings = ["imageSize=8", "model=mlp", "modelOptions={widths: [8]}", "epochs=1", "batchSize=8", "threads=1"];

beforeAll(async () => {
  await writeTinyPhotos(join(home, "two"), { classes: 2 });
  await writeTinyPhotos(join(home, "three"), { classes: 3 });
  const two = [
    "sweep",
    "fashion-quick",
    "dataset=./two",
    ...settings,
    "--alphas=-1,0",
    "--seeds",
    "0,1",
    "--out",
    "sweep",
  ];
  expect(await run(...two, "--jobs", "1", "--quiet")).toMatchObject({ code: 0 });
  const three = ["train", "fashion-quick", "dataset=./three", ...settings, "--out", "alone", "--quiet"];
  expect(await run(...three)).toMatchObject({ code: 0 });
}, 120_000);

describe("a sweep with two classes", () => {
  test("is evaluated by the other attacks; the one left out is named on stderr, in the document and in the report", async () => {
    const { code, stdout, stderr } = await run("robustness", "sweep", ...FEW, "--json", "--quiet");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^note: apgd-dlr is left out: it needs at least 3 classes, and \S+\/two has 2\n/),
    });
    const { notes, networks, complete } = readDocument(robustnessDocumentSchema, stdout);
    expect(notes).toEqual([expect.stringMatching(/^apgd-dlr is left out/)]);
    expect(complete).toBe(true);
    for (const { attacks } of networks) {
      expect(Object.keys(attacks?.curve[0]?.byAttack ?? {})).toEqual([
        "fgsm",
        "pgd",
        "apgd-ce",
        "square-500",
        "transfer",
      ]);
      const gradient = attacks?.checks?.checks.find(({ name }) => name === "zero-gradient");
      expect(gradient?.finding).toMatch(/by cross entropy$/); // the logit ratio needs three classes
    }
    expect(await run("report", "sweep")).toMatchObject({ code: 0 });
    expect(readFileSync(join(home, "sweep/report/index.html"), "utf8")).toContain("apgd-dlr is left out: it needs");
  }, 120_000);
});

describe("an attack that was named and cannot run is an error before any work", () => {
  test.each([
    [["sweep", "--attacks", "pgd,apgd-dlr"], "apgd-dlr cannot run: it needs at least 3 classes"],
    [["sweep", "--attacks", "transfer:apgd-t"], "transfer:apgd-t cannot run: it needs at least 4 classes"],
    [["alone", "--attacks", "apgd-t"], "apgd-t cannot run: it needs at least 4 classes"],
    [["alone", "--attacks", "pgd,transfer"], "transfer cannot run: there is no other control"],
    [["alone", "--attacks", "square", "--norm", "l2"], "square cannot run: it works for linf only"],
    [["alone", "--attacks", "fgsm-5"], "fgsm: steps must be 1, got 5"],
    [["alone", "--attacks", "pgdx1000"], "pgd: restarts must be"],
    [["alone", "--attacks", "fgsmx2"], "fgsm: restarts must be 1"],
  ])("%j", async ([where = "", ...words], message) => {
    const { code, stdout, stderr } = await run("robustness", where, ...FEW, ...words);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    if (where === "alone") expect(existsSync(join(home, "alone/robustness"))).toBe(false);
  });
});

test("a network alone is spared the transfer attack of the default, and says so", async () => {
  const { code, stderr } = await run("robustness", "alone", ...FEW, "--corruptions", "none", "--quiet");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^note: transfer is left out: there is no other control on which to compute it\n/),
  });
}, 60_000);

test("a result that cannot be read is left out and named, and the report is drawn", async () => {
  const [id = ""] = readdirSync(join(home, "sweep/trials"));
  const folder = join(home, "sweep/trials", id, "robustness");
  const [name = ""] = readdirSync(folder).filter((file) => file.startsWith("corruptions-") && file.endsWith(".json"));
  const whole = readFileSync(join(folder, name), "utf8");
  writeFileSync(join(folder, name), whole.slice(0, whole.length / 2));
  expect(await run("report", "sweep")).toMatchObject({ code: 0 });
  const page = readFileSync(join(home, "sweep/report/index.html"), "utf8");
  expect(page).toContain("a result is left out, which cannot be read: ");
  expect(page).toContain("3 of 4 networks");
  const { code, stdout } = await run("robustness", "sweep", ...FEW, "--json", "--quiet");
  expect(code).toBe(0);
  expect(readDocument(robustnessDocumentSchema, stdout)).toMatchObject({ complete: true });
}, 60_000);
