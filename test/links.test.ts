/** Every link, anchor and citation of the documentation leads somewhere. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../packages/testing/src/folders.js";
import { sourceFiles } from "./support/house.js";
import { anchorsIn, brokenCitations, brokenLinks, brokenPaths, brokenTsdocLinks, textFiles } from "./support/links.js";

const root = join(import.meta.dirname, "..");
const pages = textFiles(root, /\.md$/);

describe("the documentation", () => {
  test("links to files and headings that exist", () => {
    expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(["README.md", "docs/data.md"]));
    expect(pages.flatMap((page) => brokenLinks(root, page))).toEqual([]);
  });

  test("names paths that exist", () => {
    expect(pages.flatMap((page) => brokenPaths(root, page))).toEqual([]);
  });

  test("is cited by sources, tests, scripts and recipes in places that exist", () => {
    const own = /^test\/(support\/)?links\./; // made-up citations
    const files = textFiles(root, /\.(ts|js|mjs|cpp|h|py|yaml)$/).filter(({ path }) => !own.test(path));
    expect(files.flatMap((file) => brokenCitations(root, file))).toEqual([]);
  });

  test("links in TSDoc to names that the sources declare", () => {
    expect(brokenTsdocLinks(sourceFiles(root))).toEqual([]);
  });
});

describe("the check of links", () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "docs"));
  const science = "# Science\n\n## 1.3 The index, and its `ε`\n\n    # not a heading\n\n## Twice\n\n## Twice\n";
  writeFileSync(join(home, "docs/science.md"), science);
  writeFileSync(join(home, "README.md"), "# Read me\n");

  test("makes anchors as GitHub does", () => {
    expect(anchorsIn(science)).toEqual(["science", "13-the-index-and-its-ε", "twice", "twice-1"]);
  });

  test.each([
    ["[a](docs/science.md#twice-1), [b](https://example.org/x), ![c](docs/science.md)", 0],
    ["[a](#here)\n\n# Here\n", 0],
    ["`[a](nowhere.md)`\n\n    [b](nowhere.md)\n", 0],
    ["[a](nowhere.md)", 1],
    ["[a](docs/science.md#thrice)", 1],
    ['<img src="nowhere.png">', 1],
  ])("finds in %j broken links: %i", (text, count) => {
    expect(brokenLinks(home, { path: "README.md", text })).toHaveLength(count);
  });

  test.each([
    ["/** See science.md 1.3. */", 0],
    ["/**\n * See science.md\n * 1.3 and docs/science.md#twice; README.md.\n */", 0],
    ["// science.md 1.2–1.4, 1.6", 3],
    ["// docs/science.md#thrice", 1],
    ["// missing.md", 1],
  ])("finds in %j broken citations: %i", (text, count) => {
    expect(brokenCitations(home, { path: "packages/a/src/a.ts", text })).toHaveLength(count);
  });

  test("finds {@link …} to what no source declares", () => {
    const text = "export interface A { readonly b: number }\n/** {@link A}, {@link A.b}, {@link A.c}, {@link B}. */";
    expect(brokenTsdocLinks([{ path: "a.ts", text }])).toEqual([
      "a.ts: {@link A.c}, which no source declares",
      "a.ts: {@link B}, which no source declares",
    ]);
  });

  test("finds a path that is named and does not exist", () => {
    const text = "`docs/science.md`, `docs/nothing.md`";
    expect(brokenPaths(home, { path: "README.md", text })).toEqual([expect.stringContaining("docs/nothing.md")]);
  });
});
