/**
 * An attack's options, checked, and complete with its defaults.
 *
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { MAX_RESTARTS, MAX_STEPS } from "../budgets/attack-random.js";
import { type Norm, norms } from "../budgets/ball.js";
import { AttackError } from "./error.js";
import type { AttackMethod } from "./method.js";

/** How far an attack is. */
export interface AttackProgress {
  readonly attack: string;
  /** From 0. */
  readonly restart: number;
  readonly restarts: number;
  /** Steps done. */
  readonly step: number;
  readonly steps: number;
  readonly images: number;
  /** Images broken so far, those included that were misclassified from the start. */
  readonly broken: number;
}

/** What to do, how far, with which random numbers. */
export interface AttackOptions {
  readonly attack: string;
  readonly norm: Norm;
  /** The budget, in pixels scaled to 0..1: 8 levels of 255 are `8 / 255`. */
  readonly epsilon: number;
  /** Steps of the gradient attacks, queries of `square`, draws of `noise`; by default 20 of pgd, 100 of apgd and noise, 5000 of square. */
  readonly steps?: number | undefined;
  /** Of pgd, in pixels scaled to 0..1; 2.5 · epsilon / steps by default. */
  readonly stepSize?: number | undefined;
  /** 1 by default. */
  readonly restarts?: number | undefined;
  /** Whether pgd starts from a random point of the ball, or from the image itself; on by default. */
  readonly randomStart?: boolean | undefined;
  /** Any safe integer. */
  readonly seed: number;
  /** The number of each image in its data set: with the seed, the key of its random numbers. */
  readonly indices: Int32Array;
  /** Let an image go as soon as it is misclassified; on by default. Else the loss is raised to the end, as for a transfer. */
  readonly stopWhenBroken?: boolean | undefined;
  readonly onProgress?: ((progress: AttackProgress) => void) | undefined;
}

/** Options without gaps. */
export interface AttackPlan {
  readonly method: AttackMethod;
  readonly norm: Norm;
  readonly epsilon: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly restarts: number;
  readonly randomStart: boolean;
  readonly seed: number;
  readonly indices: Int32Array;
  readonly stopWhenBroken: boolean;
  readonly onProgress: ((progress: AttackProgress) => void) | undefined;
}

/**
 * Completes the options.
 *
 * @throws {@link AttackError} for an option that is out of range or that this attack has no use for.
 */
export function completeOptions(methods: readonly AttackMethod[], classes: number, options: AttackOptions): AttackPlan {
  const method = methodOf(methods, options.attack);
  const { norm, epsilon, seed, indices, onProgress } = options;
  const { steps = method.steps, restarts = 1, randomStart = true, stopWhenBroken = true } = options;
  const demand = (holds: boolean, option: string, expected: string, came: unknown, remedy: string) => {
    if (!holds)
      throw new AttackError("invalid-option", `${method.name}: ${option} must be ${expected}, got ${came}.`, remedy);
  };
  demand(norms.includes(norm), "norm", norms.join(" or "), norm, "It says how a change is measured.");
  demand(method.norms.includes(norm), "norm", method.norms.join(" or "), norm, "This attack knows no other.");
  demand(
    epsilon >= 0 && Number.isFinite(epsilon),
    "epsilon",
    "0 or more",
    epsilon,
    "Pixels are in 0..1: 8 / 255, say.",
  );
  demand(
    norm === "l2" || epsilon <= 1,
    "epsilon",
    "at most 1",
    epsilon,
    `Pixels are in 0..1: ${epsilon} levels of 255 are ${epsilon} / 255.`,
  );
  const one = method.steps === 1;
  demand(isCount(steps, one ? 1 : MAX_STEPS), "steps", one ? "1" : "a whole number above 0", steps, "");
  demand(isCount(restarts, MAX_RESTARTS), "restarts", `a whole number from 1 to ${MAX_RESTARTS}`, restarts, "");
  demand(
    restarts === 1 || (method.random && randomStart),
    "restarts",
    "1 without random numbers",
    restarts,
    "Another restart would repeat the first.",
  );
  const { stepSize = (2.5 * epsilon) / steps } = options;
  demand(
    options.stepSize === undefined || method.name === "pgd",
    "stepSize",
    "left out",
    stepSize,
    "Only pgd has a fixed step.",
  );
  demand(stepSize >= 0 && Number.isFinite(stepSize), "stepSize", "0 or more", stepSize, "Pixels are in 0..1.");
  demand(Number.isSafeInteger(seed), "seed", "an integer below 2^53 in size", seed, "");
  demand(
    classes >= method.minClasses,
    "the network",
    `one of at least ${method.minClasses} classes`,
    `${classes}`,
    "Its loss compares that many logits; pgd and apgd-ce do with two.",
  );
  return {
    method,
    norm,
    epsilon,
    steps,
    stepSize,
    restarts,
    randomStart,
    seed,
    indices,
    stopWhenBroken,
    onProgress,
  };
}

function methodOf(methods: readonly AttackMethod[], name: string): AttackMethod {
  const method = methods.find((known) => known.name === name);
  if (method) return method;
  const names = methods.map((known) => known.name);
  const meant = findNearest(name, names);
  throw new AttackError(
    "unknown-attack",
    `There is no attack "${name}"${meant ? `; did you mean "${meant}"?` : "."}`,
    `Attacks: ${names.join(", ")}.`,
  );
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
