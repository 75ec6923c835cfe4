/**
 * Auto-PGD: projected gradient ascent with momentum, whose step halves by itself. It has no step size to choose wrongly.
 *
 *     z ← project(x + step · steepest(∇ loss))        x ← project(x + ¾ (z − x) + ¼ (x − x before))
 *
 * The step begins at 2 · epsilon. After each window of iterations (see {@link checkpoints}) it is halved for an image, which
 * goes back to its best point, when the loss rose in at most ¾ of them, or when neither the step nor the best loss has
 * changed since the check before.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690, algorithm 1, and their code, from which one thing differs: its first window
 * compares the loss with a row of zeros, here it is compared with the loss at the start, as in the paper.
 * @module
 */

import { operator, type Tensor, tensor } from "@selectivity-lab/torch";
import type { Ball } from "../budgets/ball.js";
import { type ActiveImages, renewed } from "../engine/active-images.js";
import type { AttackState } from "../engine/attack-state.js";
import type { Objective } from "../engine/objectives.js";
import { checkpoints } from "./checkpoints.js";

const MOMENTUM = 0.75;
const ENOUGH_RISES = 0.75;

/** A cohort on its way; an entry of each member belongs to one image. */
export interface Climbers extends ActiveImages {
  readonly gradient: Tensor;
  /** `[M, C, H, W]`, one step ago. */
  readonly before: Tensor;
  /** `[M, C, H, W]`, of highest loss. */
  readonly best: Tensor;
  readonly bestGradient: Tensor;
  readonly loss: Float64Array;
  readonly bestLoss: Float64Array;
  readonly stepSize: Float64Array;
  /** Iterations of this window in which the loss rose. */
  readonly rises: Float64Array;
  /** 1 where the step was halved at the check before. */
  readonly halved: Float64Array;
  /** The best loss at the check before. */
  readonly bestLossChecked: Float64Array;
}

/**
 * Climbs once from given points; what it finds stands in the siege's ledger.
 *
 * @param start the cohort at its starting points, which is taken over.
 * @param objectiveOf the objective of the images that still stand.
 * @param onStep is told each step.
 */
export function climbAutomatically<Members extends ActiveImages>(
  siege: AttackState,
  start: Members,
  objectiveOf: (cohort: Members) => Objective,
  onStep: (step: number) => void,
): void {
  const { steps } = siege.plan;
  const checks = checkpoints(steps);
  let climbers = renewed(start, (cohort) => begun(siege.climb(cohort, objectiveOf(cohort)), siege.ball.epsilon));
  for (let step = 1; step <= steps && climbers.rows.length > 0; step++) {
    const check = checks.indexOf(step);
    climbers = renewed(climbers, (at) => {
      const [points, lossBefore] = [moved(siege.ball, at, step === 1 ? 1 : MOMENTUM), at.loss];
      const seen = siege.climb({ ...at, points, before: at.points, lossBefore }, objectiveOf(at));
      const noted = withBest(seen);
      return check < 0 ? noted : checked(noted, step - (checks[check - 1] ?? 0));
    });
    onStep(step);
  }
}

function begun<Members extends ActiveImages & { gradient: Tensor; loss: Float64Array }>(
  cohort: Members,
  epsilon: number,
) {
  const { points, gradient, loss } = cohort;
  return {
    ...cohort,
    before: points,
    best: points,
    bestGradient: gradient,
    bestLoss: loss,
    stepSize: loss.map(() => 2 * epsilon),
    rises: loss.map(() => 0),
    halved: loss.map(() => 1),
    bestLossChecked: loss,
  };
}

/** Where the step leads, `[M, C, H, W]`. */
function moved(ball: Ball, { images, points, before, gradient, stepSize }: Climbers, momentum: number): Tensor {
  const ahead = ball.project(points.add(ball.steepest(gradient).mul(perImage(stepSize, points))), images);
  const pulled = points.add(ahead.sub(points).mul(momentum)).add(points.sub(before).mul(1 - momentum));
  return ball.project(pulled, images);
}

/** After a look: the best points and their number of rises brought up to date. */
function withBest<Members extends Climbers & { lossBefore: Float64Array }>(cohort: Members): Members {
  const { points, gradient, loss, lossBefore, bestLoss } = cohort;
  const improved = loss.map((value, i) => Number(value > (bestLoss[i] as number)));
  return {
    ...cohort,
    best: chosen(improved, points, cohort.best),
    bestGradient: chosen(improved, gradient, cohort.bestGradient),
    bestLoss: bestLoss.map((best, i) => (improved[i] ? (loss[i] as number) : best)),
    rises: cohort.rises.map((count, i) => count + Number((loss[i] as number) > (lossBefore[i] as number))),
  };
}

/** After a window: where the climb has stalled, half the step, from the best point. */
function checked<Members extends Climbers>(cohort: Members, window: number): Members {
  const { points, gradient, best, bestGradient, bestLoss, bestLossChecked, rises } = cohort;
  const halved = rises.map((count, i) => {
    const stuck = cohort.halved[i] === 0 && (bestLossChecked[i] as number) >= (bestLoss[i] as number);
    return Number(count <= ENOUGH_RISES * window || stuck);
  });
  return {
    ...cohort,
    points: chosen(halved, best, points),
    gradient: chosen(halved, bestGradient, gradient),
    stepSize: cohort.stepSize.map((size, i) => (halved[i] ? size / 2 : size)),
    rises: rises.map(() => 0),
    halved,
    bestLossChecked: bestLoss,
  };
}

/** For each image the first where its flag is 1, else the second. */
function chosen(flags: Float64Array, first: Tensor, second: Tensor): Tensor {
  if (flags.every((flag) => flag === 1)) return first;
  return flags.some((flag) => flag === 1) ? where(perImage(flags, first).ne(0), first, second) : second;
}

/** M numbers as `[M, 1, 1, 1]`. */
function perImage(values: Float64Array, { dtype, device }: Tensor): Tensor {
  return tensor(values, { dtype, device, shape: [values.length, 1, 1, 1] });
}

const where = operator("aten::where.self");
