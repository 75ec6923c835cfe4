/** The commands that README and documentation show, run as they stand: on small data, with the placeholders filled in. */
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../packages/testing/src/folders.js";
import { runInProcess } from "../packages/testing/src/in-process.js";
import { writeTinyImages } from "../packages/testing/src/tiny-images.js";
import { writeTinyPhotos } from "../packages/testing/src/tiny-photos.js";
import { tinyWords } from "../packages/testing/src/trials.js";
import { commandsOf } from "./support/commands.js";
import { textFiles } from "./support/links.js";

const root = join(import.meta.dirname, "..");
const pages = textFiles(root, /\.md$/).concat(textFiles(join(root, "examples"), /\.js$/));
const shown = pages.flatMap(commandsOf).map(({ where, words }) => ({ where, line: words.join(" ") }));

const home = temporaryFolder();
const environment = { SELECTIVITY_DATA: join(home, "data"), XDG_CACHE_HOME: join(home, "cache") };
const run = (line: string) => runInProcess(line.split(" "), home, environment);

/** What takes minutes, a cluster, a GPU, the network or data of others. `tested`: where the same is run on something small. */
const LEFT_OUT: readonly RegExp[] = [
  /cifar10|tinyimagenet|--on slurm|cuda/,
  /^(sweep|sweep --dry-run|sweep --until .*|train fashion-quick --alpha -1|sweep fashion-quick epochs=10 .*)$/,
  /^robustness |^cancel |^data fetch |^work |theirs\.|resnet50\.pth|two-layers\.safetensors/,
  /--data \/new\/place/,
  /--help$/,
];

/** The commands that stay, each once. */
const runnable = shown.filter(
  ({ line }, index) =>
    !LEFT_OUT.some((pattern) => pattern.test(line)) && shown.findIndex((other) => other.line === line) === index,
);

const firstTrial = (sweep: string) => readdirSync(join(home, sweep, "trials")).sort()[0] as string;

/** Placeholders as a reader would fill them in. */
function fillIn(line: string): string {
  return line
    .replace(/(runs\/[\w-]+)\/trials\/<id>/, (_, sweep: string) => `${sweep}/trials/${firstTrial(sweep)}`)
    .replace(/\bSWEEP\b/, "runs/fashion-quick")
    .replace(/\bNAME\b/, "./photos")
    .replace("examples/plugin/stripes.js", join(root, "examples/plugin/stripes.js"));
}

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  await writeTinyPhotos(join(home, "photos"));
  await sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } })
    .jpeg()
    .toFile(join(home, "photo.jpg"));
  const sweep = ["sweep", "fashion-quick", ...tinyWords(), "--alphas=0,1", "--seeds", "0,1"];
  expect(await runInProcess(sweep, home, environment)).toMatchObject({ code: 0 });
  mkdirSync(join(home, "runs"), { recursive: true });
  cpSync(join(home, "runs/fashion-quick/trials", firstTrial("runs/fashion-quick")), join(home, "runs/one"), {
    recursive: true,
  });
}, 60_000);

describe("a command that is shown and takes little time", () => {
  test("is among them: the README's own photographs, the plugins' first", () => {
    const lines = runnable.map(({ line }) => line);
    expect(lines).toContain("train fashion-quick dataset=./photos imageSize=32");
    expect(lines).toContainEqual(expect.stringMatching(/^sweep --plugin examples\/plugin\/stripes\.js/));
    expect(lines.length).toBeGreaterThan(20);
  });

  test.each(runnable)("runs: $where $line", async ({ line }) => {
    const [, out] = /--out (?!runs\/)(\S+)/.exec(line) ?? [];
    if (out) rmSync(join(home, out), { recursive: true, force: true }); // pages use the same names
    const { code, stdout, stderr } = await run(fillIn(line));
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("selectivity:") });
    expect(stdout).not.toBe("");
  });
});
