/** README and docs list what the lists of this package hold. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { datasetNames } from "../src/datasets/load.js";
import { listModelFamilies } from "../src/models/create-model.js";

const read = (path: string) => readFileSync(join(import.meta.dirname, "../../..", path), "utf8").replace(/\s+/g, " ");

test.each([...datasetNames])("docs/data.md lists the data set %s", (name) => {
  expect(read("docs/data.md")).toContain(`\`${name}\``);
});

test.each(listModelFamilies())("README lists the models $names", ({ names, summary }) => {
  const readme = read("README.md");
  const isListed = (name: string) => readme.includes(`\`${name}\``);
  const pattern = /^resnet<6n \+ 2>/.test(summary ?? "") && readme.includes("`resnet<6n+2>`"); // stands for all depths
  expect(names.filter((name) => !isListed(name) && !pattern)).toEqual([]);
});

test("every family of models says what it is", () => {
  for (const { summary } of listModelFamilies()) expect(summary).toMatch(/\S/);
});
