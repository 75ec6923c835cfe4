/**
 * The options of an attack: checked, and completed with the defaults.
 *
 * @module
 */

import { MAX_RESTARTS, MAX_STEPS } from "../budgets/attack-random.js";
import { type Norm, norms } from "../budgets/ball.js";
import type { AttackFacts, AttackPlan, AttackProgress } from "./attack-plan.js";
import { AttackError } from "./error.js";

/** Which attack to run, how far, and with which random numbers. */
export interface AttackOptions {
  readonly attack: string;
  readonly norm: Norm;
  /** The budget, in pixels scaled to 0..1: 8 levels of 255 are `8 / 255`. */
  readonly epsilon: number;
  /** Steps of a gradient attack, queries of `square`, draws of `noise`; defaults: pgd 20, apgd and noise 100, square 5000. */
  readonly steps?: number | undefined;
  /** Step size of pgd, in pixels scaled to 0..1; 2.5 · epsilon / steps by default. */
  readonly stepSize?: number | undefined;
  /** 1 by default. */
  readonly restarts?: number | undefined;
  /** Whether pgd starts from a random point of the ball (default) or from the image itself. */
  readonly randomStart?: boolean | undefined;
  /** Any safe integer. */
  readonly seed: number;
  /** The number of each image in its data set: with the seed, the key of its random numbers. */
  readonly indices: Int32Array;
  /** Stop attacking an image as soon as it is misclassified; on by default. If off, the loss is maximized to the end. */
  readonly stopWhenBroken?: boolean | undefined;
  readonly onProgress?: ((progress: AttackProgress) => void) | undefined;
}

/** What an attack needs and does not get. */
export interface AttackObstacle {
  readonly subject: "classes" | "norm";
  /** Such as "needs at least 3 classes". */
  readonly needs: string;
}

/** Finds why an attack cannot run on any network of so many classes, or within a norm; `undefined` if it can. */
export function findObstacle(
  { minClasses, norms: possible }: AttackFacts,
  { classes, norm }: { readonly classes: number; readonly norm: Norm },
): AttackObstacle | undefined {
  if (classes < minClasses) return { subject: "classes", needs: `needs at least ${minClasses} classes` };
  if (!possible.includes(norm)) return { subject: "norm", needs: `works for ${possible.join(" and ")} only` };
  return undefined;
}

/** The options that are checked. */
type Checked = Pick<AttackPlan, "norm" | "epsilon" | "steps" | "stepSize" | "restarts" | "randomStart" | "seed">;

/**
 * Checks the options of an attack, and completes them.
 *
 * @throws {@link AttackError} for an option that is out of range, or that this attack does not use.
 */
export function completeOptions(attack: AttackFacts, classes: number, options: AttackOptions): AttackPlan {
  const { norm, epsilon, seed, indices, onProgress } = options;
  const { steps = attack.steps, restarts = 1, randomStart = true, stopWhenBroken = true } = options;
  const { stepSize = (2.5 * epsilon) / steps } = options;
  const checked: Checked = { norm, epsilon, steps, stepSize, restarts, randomStart, seed };
  checkBudget(attack, checked);
  checkEffort(attack, checked, options.stepSize !== undefined);
  requireThat(attack, Number.isSafeInteger(seed), "seed", "an integer below 2^53 in size", seed);
  if (classes < attack.minClasses)
    throw new AttackError({
      code: "invalid-option",
      problem: `${attack.name}: the network must have at least ${attack.minClasses} classes, got ${classes}.`,
      remedy: "use pgd or apgd-ce, which need two",
    });
  return { attack, ...checked, indices, stopWhenBroken, onProgress };
}

function checkBudget(attack: AttackFacts, { norm, epsilon }: Checked): void {
  requireThat(attack, norms.includes(norm), "norm", norms.join(" or "), norm);
  requireThat(attack, attack.norms.includes(norm), "norm", attack.norms.join(" or "), norm);
  requireThat(attack, epsilon >= 0 && Number.isFinite(epsilon), "epsilon", "0 or more", epsilon, SCALE);
  const levels = `pixels are scaled to 0..1: for ${epsilon} levels of 255 write ${epsilon} / 255`;
  requireThat(attack, norm === "l2" || epsilon <= 1, "epsilon", "at most 1", epsilon, levels);
}

const SCALE = "pixels are scaled to 0..1: for 8 levels of 255 write 8 / 255";

function checkEffort(attack: AttackFacts, { steps, stepSize, restarts, randomStart }: Checked, given: boolean): void {
  const most = attack.steps === 1 ? 1 : MAX_STEPS;
  requireThat(
    attack,
    isCount(steps, most),
    "steps",
    most === 1 ? "1" : `a whole number from 1 to ${most}`,
    steps,
    most === 1 ? "leave them out" : "choose another number",
  );
  requireThat(
    attack,
    isCount(restarts, MAX_RESTARTS),
    "restarts",
    `a whole number from 1 to ${MAX_RESTARTS}`,
    restarts,
    "choose another number",
  );
  const repeats = restarts > 1 && !(attack.random && randomStart);
  const remedy = "leave it out: another restart would repeat the first";
  requireThat(attack, !repeats, "restarts", "1 without random numbers", restarts, remedy);
  requireThat(
    attack,
    !given || attack.name === "pgd",
    "stepSize",
    "left out",
    stepSize,
    "only pgd has a fixed step size",
  );
  requireThat(attack, stepSize >= 0 && Number.isFinite(stepSize), "stepSize", "0 or more", stepSize, SCALE);
}

function requireThat(
  { name }: AttackFacts,
  holds: boolean,
  option: string,
  expected: string,
  received: unknown,
  remedy?: string,
): void {
  if (holds) return;
  const problem = `${name}: ${option} must be ${expected}, got ${received}.`;
  throw new AttackError({ code: "invalid-option", problem, remedy });
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
