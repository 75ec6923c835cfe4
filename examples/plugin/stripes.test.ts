import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { selectivity } from "../../packages/testing/src/command.js";
import { temporaryFolder } from "../../packages/testing/src/folders.js";

const home = temporaryFolder();
const words = [
  "sweep",
  "--plugin",
  "stripes.js",
  "dataset=stripes",
  "model=two-layers",
  "epochs=3",
  "trainImages=240",
  "validationImages=60",
];
const sweep = [
  ...words,
  "batchSize=20",
  "augment={}",
  "learningRate=0.1",
  "--alphas=-1,0",
  "--seeds",
  "0",
  "--out",
  "s",
  "--quiet",
];

test("the example of docs/plugins.md trains, is measured, and is refused once it has changed", async () => {
  copyFileSync(join(import.meta.dirname, "stripes.js"), join(home, "stripes.js"));
  const trained = await selectivity([...sweep, "--json"], home);
  expect(trained.code, trained.stderr).toBe(0);
  const [first] = JSON.parse(trained.stdout).trials;
  expect(first.accuracy).toBeGreaterThan(0.5); // chance is a third
  const measured = await selectivity(["measure", `s/trials/${first.id}`, "--json"], home);
  expect(measured.code, measured.stderr).toBe(0);
  expect(JSON.parse(measured.stdout)).toMatchObject({
    accuracy: first.accuracy,
    layers: [
      { name: "relu1", units: 8 },
      { name: "relu2", units: 16 },
    ],
  });

  writeFileSync(join(home, "stripes.js"), `${readFileSync(join(home, "stripes.js"), "utf8")}\n// another version\n`);
  expect(await selectivity(["sweep", "--out", "s"], home)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has changed since this was started"),
  });
  const another = await selectivity(sweep, home);
  expect([another.code, another.stderr]).toEqual([2, expect.stringContaining("plugins")]);
}, 120_000);

test.each([
  ["nothing.js", undefined, "does not exist"],
  ["broken.js", "export default function () { throw new Error('no such thing') }", "no such thing"],
  ["empty.js", "export const x = 1;", "expected a function as its default export"],
  ["thrower.js", "export default function () { throw 'no luck' }", "it threw 'no luck', which is not an Error"],
  ["idle.js", "export default function () {}", "it registered neither a model nor a data set"],
  ["torn.js", "\nexport default function {", "torn.js: SyntaxError: "],
  ["typed.ts", "export default function (host: object): void {}", "compile it to JavaScript first"],
])(
  "the plugin %s is refused by name",
  async (name, text, message) => {
    if (text) writeFileSync(join(home, name), text);
    const { code, stderr } = await selectivity(["train", "fashion-quick", "--plugin", name, "--out", "t"], home);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  },
  60_000,
);
