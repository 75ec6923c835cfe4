import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  importCircles,
  manifestOf,
  missingDocumentation,
  missingHeader,
  packageNames,
  sourceFiles,
  wrongDependencies,
  wrongFloors,
  wrongImports,
} from "./support/house.js";

const root = join(import.meta.dirname, "..");
const files = sourceFiles(root);

describe("the house", () => {
  test.each(packageNames(root))("%s imports only what lies below it, and through the door", (name) => {
    const own = files.filter(({ path }) => path.startsWith(`packages/${name}/`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap((file) => wrongImports(file, manifestOf(root, name)))).toEqual([]);
  });

  test.each(packageNames(root))("%s depends only on what lies below it", (name) => {
    expect(wrongDependencies(name, manifestOf(root, name))).toEqual([]);
  });

  test("an arrow between the folders of a package points down", () => {
    expect(files.flatMap(wrongFloors)).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    expect(importCircles(files)).toEqual([]);
  });

  test("every file says at its top what it is for", () => {
    expect(files.flatMap(missingHeader)).toEqual([]);
  });

  test("every export is documented", () => {
    expect(files.flatMap(missingDocumentation)).toEqual([]);
  });
});

describe("the walk through the house", () => {
  const manifest = { dependencies: { "@selectivity-lab/torch": "0.1.0", zod: "4.0.0" } };
  const imported = (path: string, ...lines: string[]) => wrongImports({ path, text: lines.join("\n") }, manifest);

  test("finds nothing wrong with arrows that point down, and with a package's own files", () => {
    const lines = [
      'import { tensor } from "@selectivity-lab/torch";',
      'import type { z } from "zod";',
      'import { readFile } from "node:fs/promises";',
      'import { nearest } from "../nearest.js";',
      'import manifest from "../../package.json" with { type: "json" };',
    ];
    expect(imported("packages/vision/src/models/mlp.ts", ...lines)).toEqual([]);
  });

  test.each<[string, string, string, RegExp]>([
    ["an arrow up", "torch/src/a.ts", 'import { x } from "@selectivity-lab/lab";', /torch may not know lab/],
    [
      "an arrow up in types alone",
      "torch/src/a.ts",
      'import type { X } from "@selectivity-lab/lab";',
      /may not know lab/,
    ],
    ["an arrow up in a re-export", "lab/src/a.ts", 'export { x } from "@selectivity-lab/cli";', /may not know cli/],
    ["an arrow up at run time", "lab/src/a.ts", 'await import("@selectivity-lab/cli");', /may not know cli/],
    ["vision that knows selectivity", "vision/src/a.ts", 'import "@selectivity-lab/selectivity";', /may not know/],
    ["selectivity that knows vision", "selectivity/src/a.ts", 'import "@selectivity-lab/vision";', /may not know/],
    ["a package that uses its own door", "torch/src/a.ts", 'import "@selectivity-lab/torch";', /may not know torch/],
    [
      "a way around the door",
      "lab/src/a.ts",
      'import "@selectivity-lab/torch/dist/tensor.js";',
      /goes around the door/,
    ],
    ["a relative way out", "lab/src/a/b.ts", 'import "../../../torch/src/tensor.js";', /outside its package/],
    [
      "a dependency that is not declared",
      "lab/src/a.ts",
      'import "yaml/util";',
      /not among the package's dependencies/,
    ],
    ["a door that is not declared", "lab/src/a.ts", 'import "@selectivity-lab/vision";', /not among the package's dep/],
    ["one of Node's modules by its short name", "lab/src/a.ts", 'import "fs";', /are named node:/],
  ])("finds %s", (_, path, line, problem) => {
    expect(imported(`packages/${path}`, line)).toEqual([expect.stringMatching(problem)]);
  });

  test.each<[string, string, string, RegExp]>([
    ["an arrow up", "trial/steps/a.ts", "../run-trial.js", /floor above/],
    ["an arrow up to a folder beside", "lease/a.ts", "../pool/board.js", /floor above/],
    ["a file that uses its own door", "sweep/a.ts", "../index.js", /own package's door/],
    ["a folder without a floor", "attic/a.ts", "../recipe/schema.js", /has no floor/],
  ])("finds %s between folders", (_, path, specifier, problem) => {
    const file = { path: `packages/run/src/${path}`, text: `import { x } from "${specifier}";` };
    expect(wrongFloors(file)).toEqual([expect.stringMatching(problem)]);
  });

  test("finds nothing wrong with arrows down between folders", () => {
    const text = 'import { x } from "../steps/run.js";\nimport { y } from "./state.js";';
    expect(wrongFloors({ path: "packages/run/src/trial/state/best.ts", text })).toEqual([]);
  });

  test("finds circles of files, in types too", () => {
    const file = (name: string, to: string) => ({
      path: `packages/run/src/pool/${name}.ts`,
      text: `import type { X } from "./${to}.js";`,
    });
    expect(importCircles([file("a", "b"), file("b", "c"), file("c", "a"), file("d", "a")])).toEqual([
      ["a", "b", "c"].map((name) => `packages/run/src/pool/${name}.ts`),
    ]);
  });

  test("finds a dependency that points up", () => {
    expect(wrongDependencies("selectivity", { devDependencies: { "@selectivity-lab/vision": "0.1.0" } })).toEqual([
      "packages/selectivity/package.json: selectivity may not know vision",
    ]);
  });

  test("finds a file without a header", () => {
    const header = "/**\n * What it is for.\n *\n * @module\n */\n";
    expect(missingHeader({ path: "a.ts", text: `${header}export {};` })).toEqual([]);
    expect(missingHeader({ path: "a.ts", text: "// Generated by a script.\nexport {};" })).toEqual([]);
    for (const text of ["export {};", "/** Doc. */\nexport const a = 1;", `const a = 1;\n${header}`])
      expect(missingHeader({ path: "a.ts", text })).toHaveLength(1);
  });

  test("finds an export without documentation", () => {
    const header = "/** What it is for. @module */\n";
    const undocumented = (text: string) => missingDocumentation({ path: "a.ts", text });
    for (const declaration of ["const a = 1;", "function a() {}", "class A {}", "type A = 1;", "interface A {}"]) {
      expect(undocumented(`${header}/** Doc. */\nexport ${declaration}`)).toEqual([]);
      expect(undocumented(`${header}export ${declaration}`)).toHaveLength(1);
      expect(undocumented(`${header}${declaration}`)).toEqual([]);
    }
    expect(undocumented(`${header}export { a } from "./a.js";`)).toEqual([]);
  });
});
