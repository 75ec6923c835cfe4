/**
 * The conformance suite of a statistical test: what {@link StatisticalTest} promises, and its error rate by simulation.
 *
 * @module
 */
import { Random } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import type { StatisticalTest } from "../../src/inference/statistical-test.js";

const SIMULATIONS = 400;
const LEVEL = 0.05;

/** A normal random number (Box & Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Tests a statistical test. @param drawNull draws data for which its null hypothesis holds, at the edge if it is a range. */
export function testStatisticalTest<Data>(tested: StatisticalTest<Data>, drawNull: (random: Random) => Data): void {
  describe(`statistical test "${tested.name}"`, () => {
    test("is described in full", () => {
      expect(tested.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(tested.question).toMatch(/^[A-Z].*\?$/);
      expect(tested.assumptions).toMatch(/^[A-Z].*\.$/);
      expect(tested.observation).toMatch(/network/);
      expect(tested.source).not.toBe("");
    });

    test("has a p in 0..1, the same for the same data", () => {
      for (let seed = 0; seed < 20; seed++) {
        const data = drawNull(new Random(seed, "test"));
        const { p } = tested.run(data);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(tested.run(data).p).toBe(p);
      }
    });

    test(`is below ${LEVEL} in no more than ${LEVEL} of true null hypotheses`, () => {
      const random = new Random(1, "test");
      const found = Array.from({ length: SIMULATIONS }, () => tested.run(drawNull(random)).p).filter((p) => p < LEVEL);
      const scatter = Math.sqrt((LEVEL * (1 - LEVEL)) / SIMULATIONS);
      expect(found.length / SIMULATIONS).toBeLessThan(LEVEL + 3 * scatter); // 3 standard deviations of the simulated rate
    });
  });
}
