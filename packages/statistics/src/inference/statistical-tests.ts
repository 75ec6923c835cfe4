/**
 * The statistical tests of the lab. To add one: a file next to this one, and a line here.
 *
 * @module
 */
import { equivalence } from "./equivalence-test.js";
import { partialRank } from "./partial-rank-test.js";
import { signFlip } from "./sign-flip-test.js";
import type { StatisticalTest } from "./statistical-test.js";

/** All tests. */
export const STATISTICAL_TESTS: readonly StatisticalTest[] = [signFlip, equivalence, partialRank];
