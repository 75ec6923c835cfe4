/**
 * What the operating system refuses, by command: every refusal names the path, says what to do, has the right exit code, and
 * leaves nothing half-written.
 */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { COMMAND } from "../../testing/src/command.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyPhotos } from "../../testing/src/tiny-photos.js";

const home = temporaryFolder();
const environment = { XDG_CACHE_HOME: join(home, "cache") };
const few = ["--corruptions", "fog", "--severities", "1"];
const recipe = [
  ...["dataset=./photos", "imageSize=8", "model=resnet8", 'modelOptions={"width":2}', "threads=1"],
  ...["trainImages=32", "validationImages=16", "epochs=1", "batchSize=8"],
];
let trial = "";

beforeAll(async () => {
  await writeTinyPhotos(join(home, "photos"));
  const swept = await runInProcess(
    ["sweep", ...recipe, "--alphas", "0", "--seeds", "0", "--jobs", "1", "--out", "runs/s"],
    home,
    environment,
  );
  expect(swept).toMatchObject({ code: 0 });
  trial = join("runs/s/trials", readdirSync(join(home, "runs/s/trials"))[0] as string);
  await sharp({ create: { width: 40, height: 40, channels: 3, background: "#468" } }).toFile(join(home, "photo.png"));
  for (const ending of ["", ".png", ".pt"]) {
    symlinkSync("nowhere", join(home, `broken${ending}`));
    symlinkSync(`loop${ending}`, join(home, `loop${ending}`));
  }
  writeFileSync(join(home, "plain"), "a file");
}, 120_000);

/** Every name below the test's folder, but for the cache. */
const listFiles = () =>
  readdirSync(home, { recursive: true })
    .filter((name) => !/^(cache|config)/.test(String(name)))
    .sort();

const FAULTS = [
  ["broken", /broken(\.\w+)? is a link to nowhere, which does not exist/],
  ["loop", /loop[\w./]*: .*the symbolic links go around in a circle \(ELOOP\)/],
] as const;

/** What each command reads, by the name of a link. */
const READS: readonly (readonly [string, (link: string) => string[]])[] = [
  ["measure of a file", (link) => ["measure", `${link}.pt`]],
  ["measure of a folder", (link) => ["measure", link]],
  ["measure on data", (link) => ["measure", trial, "--data", `./${link}`]],
  ["robustness", (link) => ["robustness", link, ...few, "--attacks", "none"]],
  ["robustness on data", (link) => ["robustness", trial, "--data", `./${link}`, ...few, "--attacks", "none"]],
  ["export of weights", (link) => ["export", `${link}.pt`, "--to", "onnx", "--out", "new.onnx"]],
  ["export of a sweep", (link) => ["export", link, "--to", "csv", "--out", "new.csv"]],
  ["report", (link) => ["report", link]],
  ["corrupt of a picture", (link) => ["corrupt", `${link}.png`, ...few, "--out", "new.png"]],
  ["corrupt of data", (link) => ["corrupt", `./${link}`, ...few, "--out", "new.png"]],
  ["data verify", (link) => ["data", "verify", `./${link}`]],
  ["train", (link) => ["train", ...recipe, `dataset=./${link}`, "--out", "new"]],
  ["sweep", (link) => ["sweep", ...recipe, `dataset=./${link}`, "--alphas", "0", "--out", "new"]],
  ["status", (link) => ["status", link]],
];

/** What each command writes, by the folder it is to be in. */
const WRITES: readonly (readonly [string, (folder: string) => string[]])[] = [
  ["train", (folder) => ["train", ...recipe, "--out", `${folder}/new`]],
  ["sweep", (folder) => ["sweep", ...recipe, "--alphas", "0", "--out", `${folder}/new`]],
  ["export of weights", (folder) => ["export", trial, "--to", "onnx", "--out", `${folder}/new.onnx`]],
  ["export of a sweep", (folder) => ["export", "runs/s", "--to", "csv", "--out", `${folder}/new.csv`]],
  [
    "export of a sweep for TensorBoard",
    (folder) => ["export", "runs/s", "--to", "tensorboard", "--out", `${folder}/new`],
  ],
  ["corrupt as a picture", (folder) => ["corrupt", "photo.png", ...few, "--out", `${folder}/new.png`]],
  ["corrupt as an array", (folder) => ["corrupt", "photo.png", ...few, "--out", `${folder}/new.npy`]],
  ["corrupt as arrays", (folder) => ["corrupt", "photo.png", ...few, "--out", `${folder}/new`]],
];

async function expectRefusal(words: readonly string[], fault: RegExp): Promise<void> {
  const before = listFiles();
  const { code, stdout, stderr } = await runInProcess(words, home, environment);
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(fault);
  expect(stderr).toMatch(/\n {2}to do: \w/);
  expect(stderr).not.toMatch(/SELECTIVITY_TRACE|\.tmp/);
  expect(listFiles()).toEqual(before);
}

describe.each(FAULTS)("a link that leads nowhere: %s", (link, fault) => {
  test.each(READS)("to be read by %s", (_, words) => expectRefusal(words(link), fault));
  test.each(WRITES)("to be written to by %s", (_, words) => expectRefusal(words(link), fault));
});

describe("a file where a folder should be", () => {
  test.each(WRITES)("to be written to by %s", (_, words) =>
    expectRefusal(words("plain"), /plain.*(is a file, not a folder|a part of the path is a file, not a folder).*/),
  );
});

/** A place that refuses everybody, root too. */
const SYSTEM = "/sys";

describe.skipIf(process.platform !== "linux")("a file system that takes no files", () => {
  test.each(WRITES)("to be written to by %s", (_, words) =>
    expectRefusal(words(SYSTEM), /\/sys.*(permission denied|not permitted|read-only|no such file)/),
  );
});

describe.skipIf(process.platform !== "linux")("limits of the process", () => {
  /** Runs the compiled command under a limit of the shell. */
  const limited = (limit: string, words: readonly string[]) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const command = ["-c", `${limit}; exec "$@"`, "bash", process.execPath, COMMAND, ...words];
      const child = execFile("bash", command, { cwd: home, env: { ...process.env, ...environment } }, (_, __, stderr) =>
        resolve({ code: child.exitCode, stderr }),
      );
    });

  test.each([
    ["report", () => ["report", "runs/s"], /runs\/s\/report\/.*/],
    ["export", () => ["export", trial, "--to", "onnx", "--out", "large.onnx"], /large\.onnx/],
    ["corrupt", () => ["corrupt", "photo.png", "--out", "large.npy", ...few], /large\.npy/],
    ["train", () => ["train", ...recipe, "--out", "large"], /large\/.*/],
  ] as const)("a file that may not grow further is named by %s, and is not left behind", async (_, words, file) => {
    const { code, stderr } = await limited("ulimit -f 1", words());
    expect(stderr).toMatch(
      new RegExp(`${file.source}: the file would be larger than the disk or the limit allows \\(EFBIG\\)`),
    );
    expect({ code, named: /\.tmp/.test(stderr) }).toEqual({ code: 1, named: false });
    expect(listFiles().filter((name) => /\.tmp$|large\.(npy|onnx)$/.test(String(name)))).toEqual([]);
  });

  test.each([24, 64])("too few open files, %i, are said to be too few, not a missing package", async (count) => {
    for (const words of [
      ["report", "runs/s"],
      ["measure", trial],
    ]) {
      const { code, stderr } = await limited(`ulimit -n ${count}`, words);
      expect(code).toBe(1);
      expect(stderr).toMatch(/\(EMFILE\)\n {2}to do: raise the limit with `ulimit -n`/);
    }
  });
});

test("what was there before stays as it was where its successor cannot be written", async () => {
  mkdirSync(join(home, "kept"));
  writeFileSync(join(home, "kept/a.onnx"), "old");
  await expectRefusal(["export", trial, "--to", "onnx", "--out", "kept/a.onnx"], /already exists/);
  expect(readFileSync(join(home, "kept/a.onnx"), "utf8")).toBe("old");
});
