import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recipeDocumentSchema, recipesDocumentSchema } from "@selectivity-lab/lab";
import { describe, expect, test } from "vitest";
import { selectivity } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";

const home = temporaryFolder();
const COMMANDS = ["train", "sweep", "measure", "report", "recipes", "doctor"];

/** A module that makes Node refuse to open any native library. */
const noNative = join(home, "no-native.cjs");
writeFileSync(noNative, 'process.dlopen = (_, file) => { throw new Error("opened " + file); };');
const withoutNative = { NODE_OPTIONS: `--require=${noNative}` };

/** Commands of one word, and of two. */
const EVERY_COMMAND = [
  ...["train", "sweep", "status", "retry", "cancel", "clean", "measure", "export", "report", "robustness", "corrupt"],
  ...["recipes", "data", "data list", "data info", "data fetch", "data verify", "doctor", "work"],
];

/** Prints the help of many commands in one process. */
const HELP_OF_ALL = `
  import { main } from ${JSON.stringify(join(import.meta.dirname, "../dist/main.js"))};
  for (const line of JSON.parse(process.argv[1])) await main([...line.split(" ").filter(Boolean), "--help"]);
`;

describe("help", () => {
  test.each([[], ...COMMANDS.map((command) => [command])])(
    "of `selectivity %s` opens with examples",
    async (...words) => {
      const { code, stdout, stderr } = await runInProcess([...words, "--help"], home);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^Examples:\n(?: {2}selectivity .+\n)+\nUsage: selectivity /);
      expect(stdout).toContain(`selectivity ${words[0] ?? "sweep"}`);
    },
  );

  test("names every command", async () => {
    const { stdout } = await runInProcess(["--help"], home);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
  });

  test.each(EVERY_COMMAND)("of `selectivity %s` reads as it does here", async (line) => {
    const { code, stdout } = await runInProcess([...line.split(" "), "--help"], home);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(join(import.meta.dirname, "help", `${line.replace(" ", "-")}.txt`));
  });

  test("appears without loading libtorch, for every command", () => {
    const lines = JSON.stringify(["", ...EVERY_COMMAND]);
    const words = ["--require", noNative, "--input-type=module", "--eval", HELP_OF_ALL, lines];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.match(/^Usage: selectivity /gm)).toHaveLength(EVERY_COMMAND.length + 1);
  });

  test("needs no libtorch, unlike the doctor", async () => {
    expect(await selectivity(["--version"], home, withoutNative)).toMatchObject({ code: 0, stdout: "0.1.0\n" });
    const { code, stdout } = await selectivity(["doctor"], home, withoutNative);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✖ libtorch .*does not load: opened .*torch\.node/);
  });
});

describe("a command line that is wrong", () => {
  test.each<[string, string[], RegExp]>([
    ["no command", [], /Usage: selectivity/],
    ["an unknown command", ["swep"], /unknown command 'swep'[\s\S]*Did you mean sweep\?/],
    ["an unknown option", ["sweep", "--job", "2"], /unknown option '--job'[\s\S]*Did you mean --jobs\?/],
    ["a missing argument", ["measure"], /missing required argument 'checkpoint'/],
    ["a missing value", ["train", "--out"], /option '--out <dir>' argument missing/],
    ["a value that is not one of those allowed", ["measure", "x", "--split", "val"], /Allowed choices are train, test/],
    ["no number of jobs", ["sweep", "--jobs", "none"], /expected a whole number of at least 1/],
    ["a wrong command of several", ["data", "inf"], /unknown command 'inf'[\s\S]*\nsee: selectivity data --help\n$/],
    ["anything wrong with a command", ["sweep", "--job", "2"], /\nsee: selectivity sweep --help\n$/],
    ["a key of a recipe as an option", ["train", "--epochs", "5"], /to do: a key .* without dashes: epochs=5\n$/],
  ])("%s: exits 2, and says so on stderr alone", async (_, words, message) => {
    const { code, stdout, stderr } = await runInProcess(words, home);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("recipes", () => {
  test("lists the recipes, and the keys of one", async () => {
    const { stdout } = await runInProcess(["recipes", "--json"], home);
    const published = [
      "cifar10-resnet20",
      "cifar10-vgg16",
      "mnist-mlp",
      "tinyimagenet-resnet18",
      "tinyimagenet-resnet50",
    ];
    const recipes = [...published.flatMap((name) => [name, `${name}-mini`]), "fashion-quick"].sort();
    expect(readDocument(recipesDocumentSchema, stdout)).toEqual({ schema: 1, recipes });
    const document = await runInProcess(["recipes", "fashion-quick", "--json"], home);
    expect(readDocument(recipeDocumentSchema, document.stdout)).toMatchObject({
      name: "fashion-quick",
      recipe: { epochs: 3 },
    });
    const one = await runInProcess(["recipes", "fashion-quick"], home);
    expect(one.stdout).toMatch(/^epochs +3\n +passes over the training images$/m);
  });
});
