/**
 * The packages as others get them: packed, installed into an empty folder outside the repository, and used there.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { filesBelow, temporaryFolder } from "../packages/testing/src/folders.js";
import { packageNames } from "./support/house.js";

const root = path.join(import.meta.dirname, "..");
const packed = temporaryFolder();
const home = temporaryFolder();
const names = packageNames(root);

const MINUTES = 60_000;

// The user's own cache instead of the tests': an addon that is compiled already is not compiled again.
const { XDG_CACHE_HOME: _, ...inherited } = process.env;
const environment = { ...inherited, SELECTIVITY_COMPILED: "1" };

function run(folder: string, command: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, encoding: "utf8", env: environment });
  expect(status, `${command} ${words.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

beforeAll(() => {
  const workspaces = names.flatMap((name) => ["--workspace", `packages/${name}`]);
  run(root, "npm", "pack", "--silent", "--pack-destination", packed, ...workspaces);
  const tarballs = readdirSync(packed).map((file) => path.join(packed, file));
  writeFileSync(path.join(home, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run(home, "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs);
  run(home, "npx", "selectivity-build-native");
}, 10 * MINUTES);

describe.each(names)("@selectivity-lab/%s, installed", (name) => {
  const installed = path.join(home, "node_modules/@selectivity-lab", name);

  test("holds what it needs and nothing else", () => {
    const unexpected = /^(src|test|build|scripts\/generate)|\.map$|tsconfig/;
    const files = filesBelow(installed).filter((file) => !file.startsWith("node_modules/"));
    const built = name === "torch" ? /^build\// : /^$/; // the addon, which was compiled there
    expect(files.filter((file) => unexpected.test(file) && !built.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
  });

  for (const example of examplesOf(name))
    test("runs the example of its README", () => {
      const script = path.join(home, `${name}.js`);
      writeFileSync(script, example);
      expect(run(home, process.execPath, script)).not.toBe("");
    });
});

function examplesOf(name: string): string[] {
  const readme = readFileSync(path.join(root, "packages", name, "README.md"), "utf8");
  return [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code as string);
}

describe("the installed packages", () => {
  test("pass the checks of `selectivity doctor`", () => {
    expect(run(home, "npx", "selectivity", "doctor")).toMatch(/✔ bridge/);
  });

  test("train two steps with the knob from JavaScript", () => {
    const script = path.join(home, "two-steps.js");
    writeFileSync(script, TWO_STEPS);
    const losses = JSON.parse(run(home, process.execPath, script));
    expect(losses).toHaveLength(2);
    expect(losses[1]).toBeLessThan(losses[0]);
  });

  test(
    "train a sweep of a recipe that came along, and draw its report",
    () => {
      const shortened = ["--alphas=0", "--seeds", "0", "epochs=1", "trainImages=128", "validationImages=100"];
      run(home, "npx", "selectivity", "sweep", "fashion-quick", ...shortened, "--out", "sweep", "--quiet");
      run(home, "npx", "selectivity", "report", "sweep");
      const report = readdirSync(path.join(home, "sweep/report"));
      expect(report).toEqual(expect.arrayContaining(["index.html", "accuracy-by-alpha.png", "table.csv"]));
    },
    2 * MINUTES,
  );
});

const TWO_STEPS = `
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { crossEntropy, Generator, randn, scope, SGD, tensor } from "@selectivity-lab/torch";
import { createModel } from "@selectivity-lab/vision";

const classes = 3;
const generator = new Generator(0);
const model = createModel("resnet8", { inputShape: [1, 8, 8], classes, options: { width: 4 }, generator });
const images = randn([12, 1, 8, 8], generator);
const labels = tensor(Array.from({ length: 12 }, (_, image) => image % classes), { dtype: "int64" });
const optimizer = new SGD(model.namedParameters(), { learningRate: 0.1 });
const losses = [0, 1].map(() =>
  scope(() => {
    const recorder = new UnitRecorder();
    const plain = crossEntropy(model.forward(images, recorder), labels);
    const { selectivity } = selectivityTerm(recorder.means, labels, { classes });
    const loss = knobLoss(plain, selectivity, 0.5);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  }),
);
console.log(JSON.stringify(losses));
`;
