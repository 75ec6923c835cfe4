import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createModel, loadDataset, modelNames } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { PluginError } from "../../src/plugins/error.js";
import { describePlugin, loadPlugins } from "../../src/plugins/plugins.js";

const home = temporaryFolder();
let counter = 0;

function write(text: string, name = `plugin-${counter++}.mjs`): string {
  writeFileSync(join(home, name), text);
  return join(home, name);
}

const load = (...files: string[]) => loadPlugins(files.map(describePlugin));

/** The default export of a file that runs `body`. */
const running = (body: string) =>
  `export default async function ({ torch, vision, registerModel, registerDataset }) {\n${body}\n}`;

const family = (name: string) =>
  `registerModel({ names: ["${name}"], answersTo: (name) => name === "${name}", options: [], create: () => null });`;

async function refusal(...files: string[]): Promise<PluginError> {
  const error = await load(...files).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(PluginError);
  return error;
}

describe("a plugin that is loaded", () => {
  test("is loaded once a process, however often it is asked for, and wherever a copy of it lies", async () => {
    const text = `globalThis.times = (globalThis.times ?? 0) + 1;\n${running(family("once"))}`;
    const [file, copy] = [write(text), write(text)];
    await load(file, file);
    await load(copy);
    expect((globalThis as { times?: number }).times).toBe(1);
  });

  test("that has changed is read again, and its models replaced", async () => {
    const file = write(running(family("changing")));
    await load(file);
    const [before] = [describePlugin(file)];
    write(running(`${family("changing")} ${family("added")}`), file.slice(home.length + 1));
    await load(file);
    expect(modelNames().filter((name) => ["changing", "added"].includes(name))).toEqual(["changing", "added"]);
    await expect(loadPlugins([before])).rejects.toThrow(
      /has changed since this was started: expected sha256 \w{12}…, found/,
    );
  });

  test("may not bring what another has brought", async () => {
    const [first, second] = [write(running(family("shared"))), write(`// another\n${running(family("shared"))}`)];
    await load(first);
    const { message } = await refusal(second);
    expect(message).toBe(
      `plugin ${second}: registerModel: "shared" is already the name of a model of ${first}.\n  to do: choose a different name, such as "my-shared"`,
    );
  });

  test("may not take the name of a data set or a model that is there", async () => {
    expect((await refusal(write(running(family("resnet20"))))).message).toContain(
      '"resnet20" is already the name of a model of this package',
    );
    const cifar10 = `registerDataset({ name: "cifar10", classes: ["a", "b"], mean: [0], std: [1], version: "1", load() {} });`;
    expect((await refusal(write(running(cifar10)))).message).toContain(
      '"cifar10" is already the name of a data set of this',
    );
  });
});

describe("a plugin's mistake is told with the name of its file, and the line where there is one", () => {
  test.each([
    ["throws a text", running("throw 'no luck';"), "it threw 'no luck', which is not an Error"],
    ["throws nothing", running("throw undefined;"), "it threw nothing, which is not an Error"],
    ["throws an object", running("throw { message: 7 };"), "it threw { message: 7 }, which is not an Error"],
    ["throws an error", running("\nthrow new Error('no luck');"), "line 3: no luck"],
    ["throws where it is loaded", "\nthrow null;", "it threw null, which is not an Error"],
    ["goes wrong", running("const a = {}; a.b.c();"), "line 2: TypeError: Cannot read properties of undefined"],
    ["has no default export", "export const x = 1;", "expected a function as its default export, received undefined"],
    ["registers nothing", running("await 0;"), "it registered neither a model nor a data set"],
    ["registers {} as a model", running("registerModel({});"), "registerModel: names: expected a list of names"],
    ["registers nothing as a model", running("registerModel();"), "registerModel: expected an object with names"],
    ["registers {} as a data set", running("registerDataset({});"), "registerDataset: name: expected a text"],
    [
      "registers a text as a data set",
      running("registerDataset('mine');"),
      "registerDataset: expected an object with name",
    ],
  ])("that %s", async (_, text, problem) => {
    const file = write(text);
    const { message } = await refusal(file);
    expect(message.startsWith(`plugin ${file}: ${problem}`), message).toBe(true);
    expect(message).toMatch(/\n {2}to do: ./);
    expect(message.split("\n")).toHaveLength(2);
  });

  test("is told later too: what it makes and loads", async () => {
    const file = write(
      running(`${family("hollow")}
registerDataset({ name: "hollow", classes: ["a", "b"], mean: [0], std: [1], version: "1", load: (split) => split.images.n });`),
    );
    await load(file);
    const spec = { inputShape: [1, 8, 8] as const, classes: 2, options: {}, generator: undefined as never };
    expect(() => createModel("hollow", spec)).toThrow(`The model hollow of ${file}: create: expected an ImageModel`);
    await expect(loadDataset("hollow", "test")).rejects.toThrow(
      `The data set hollow of ${file} (test split): load: line 3: TypeError: Cannot read`,
    );
  });

  test("that is a folder, or is not there", async () => {
    mkdirSync(join(home, "folder.js"));
    expect(() => describePlugin(join(home, "folder.js"))).toThrow("is not a file");
    expect(() => describePlugin(join(home, "absent.js"))).toThrow("does not exist");
    const absent = { path: join(home, "absent.js"), sha256: "0" };
    await expect(loadPlugins([absent])).rejects.toThrow("with which this was started, does not exist");
  });
});
