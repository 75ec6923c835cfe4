import { readFileSync } from "node:fs";
import type { Random } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import { equivalence } from "../../src/inference/equivalence-test.js";
import { partialRank } from "../../src/inference/partial-rank-test.js";
import { signFlip } from "../../src/inference/sign-flip-test.js";
import { STATISTICAL_TESTS } from "../../src/inference/statistical-tests.js";
import { drawNormal, testStatisticalTest } from "./conformance.js";

const normals = (n: number, random: Random, mean = 0) => Array.from({ length: n }, () => mean + drawNormal(random));

testStatisticalTest(signFlip, (random) => normals(8, random));
testStatisticalTest(equivalence, (random) => ({ differences: normals(8, random, 1), margin: 1 }));
testStatisticalTest(partialRank, (random) => ({
  outcome: normals(6, random),
  predictor: normals(6, random),
  covariates: [normals(6, random)],
  groups: [0, 0, 0, 1, 1, 1],
}));

describe("STATISTICAL_TESTS", () => {
  test("have different names", () => {
    expect(new Set(STATISTICAL_TESTS.map(({ name }) => name)).size).toBe(STATISTICAL_TESTS.length);
  });

  test.each(STATISTICAL_TESTS)(
    "docs/science.md describes $name",
    ({ name, question, observation, assumptions, source }) => {
      const page = readFileSync(new URL("../../../../docs/science.md", import.meta.url), "utf8");
      expect(page).toContain(`| ${name} | ${question} | ${observation} | ${assumptions} | ${source} |`);
    },
  );
});
