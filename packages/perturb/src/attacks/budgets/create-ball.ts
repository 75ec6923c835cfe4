/**
 * The budgets by their norms. A new norm is a file that exports its {@link Ball}, a name in `norms`, and a line here.
 *
 * @module
 */
import type { Ball, Norm } from "./ball.js";
import { l2Ball } from "./l2.js";
import { linfBall } from "./linf.js";

const BALLS: Readonly<Record<Norm, (epsilon: number) => Ball>> = { linf: linfBall, l2: l2Ball };

/** The ball of a norm and a radius of 0 or more. */
export function createBall(norm: Norm, epsilon: number): Ball {
  return BALLS[norm](epsilon);
}
