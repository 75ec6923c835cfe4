/**
 * Auto-PGD: projected gradient ascent with momentum and a step that halves automatically, so there is no step size to choose.
 *
 *     z ← project(x + step · steepest(∇ loss))        x ← project(x + ¾ (z − x) + ¼ (x − x before))
 *
 * The step starts at 2 · epsilon. After each window of iterations (see {@link findCheckpoints}), an image's step is halved and the
 * image returns to its best point if the loss rose in at most ¾ of the window, or if neither the step nor the best loss has
 * changed since the previous check.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690, algorithm 1, and their code, with one difference: in the first window their code
 * compares the loss with zeros; here it is compared with the loss at the start, as in the paper.
 * @module
 */

import { operator, type Tensor, tensor } from "@selectivity-lab/torch";
import type { Ball } from "../budgets/ball.js";
import { type ActiveImages, advance } from "../engine/active-images.js";
import type { AttackState } from "../engine/attack-state.js";
import type { Objective } from "../engine/objectives.js";
import { findCheckpoints } from "./checkpoints.js";

const MOMENTUM = 0.75;
const ENOUGH_RISES = 0.75;

/** Active images with the state of APGD; an entry of each member belongs to one image. */
export interface AscendingImages extends ActiveImages {
  readonly gradient: Tensor;
  /** `[M, C, H, W]`, the points one step ago. */
  readonly before: Tensor;
  /** `[M, C, H, W]`, the points of highest loss. */
  readonly best: Tensor;
  readonly bestGradient: Tensor;
  readonly loss: Float64Array;
  readonly bestLoss: Float64Array;
  readonly stepSize: Float64Array;
  /** Number of iterations of this window in which the loss rose. */
  readonly rises: Float64Array;
  /** 1 if the step was halved at the previous check, else 0. */
  readonly halved: Float64Array;
  /** Best loss at the previous check. */
  readonly bestLossChecked: Float64Array;
}

/**
 * Runs APGD once from the given points; what it finds is recorded in the state.
 *
 * @param start the active images at their starting points; this function takes ownership of its tensors.
 * @param objectiveFor returns the objective for the images that are not broken.
 * @param onStep is called after each step.
 */
export function runApgd<Members extends ActiveImages>(
  state: AttackState,
  start: Members,
  objectiveFor: (active: Members) => Objective,
  onStep: (step: number) => void,
): void {
  const { steps } = state.plan;
  const checks = findCheckpoints(steps);
  let ascending = advance(start, (active) =>
    startApgd(state.scoreWithGradient(active, objectiveFor(active)), state.ball.epsilon),
  );
  for (let step = 1; step <= steps && ascending.rows.length > 0; step++) {
    const check = checks.indexOf(step);
    ascending = advance(ascending, (at) => {
      const [points, lossBefore] = [takeStep(state.ball, at, step === 1 ? 1 : MOMENTUM), at.loss];
      const seen = state.scoreWithGradient({ ...at, points, before: at.points, lossBefore }, objectiveFor(at));
      const noted = updateBest(seen);
      return check < 0 ? noted : halveStalled(noted, step - (checks[check - 1] ?? 0));
    });
    onStep(step);
  }
}

function startApgd<Members extends ActiveImages & { gradient: Tensor; loss: Float64Array }>(
  active: Members,
  epsilon: number,
) {
  const { points, gradient, loss } = active;
  return {
    ...active,
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

/** The points after a step, `[M, C, H, W]`. */
function takeStep(
  ball: Ball,
  { images, points, before, gradient, stepSize }: AscendingImages,
  momentum: number,
): Tensor {
  const ahead = ball.project(points.add(ball.steepest(gradient).mul(perImage(stepSize, points))), images);
  const pulled = points.add(ahead.sub(points).mul(momentum)).add(points.sub(before).mul(1 - momentum));
  return ball.project(pulled, images);
}

/** Updates the best points and the number of rises after an evaluation. */
function updateBest<Members extends AscendingImages & { lossBefore: Float64Array }>(active: Members): Members {
  const { points, gradient, loss, lossBefore, bestLoss } = active;
  const improved = loss.map((value, i) => Number(value > (bestLoss[i] as number)));
  return {
    ...active,
    best: select(improved, points, active.best),
    bestGradient: select(improved, gradient, active.bestGradient),
    bestLoss: bestLoss.map((best, i) => (improved[i] ? (loss[i] as number) : best)),
    rises: active.rises.map((count, i) => count + Number((loss[i] as number) > (lossBefore[i] as number))),
  };
}

/** After a window: halves the step, and returns to the best point, of every image whose loss has stalled. */
function halveStalled<Members extends AscendingImages>(active: Members, window: number): Members {
  const { points, gradient, best, bestGradient, bestLoss, bestLossChecked, rises } = active;
  const halved = rises.map((count, i) => {
    const stuck = active.halved[i] === 0 && (bestLossChecked[i] as number) >= (bestLoss[i] as number);
    return Number(count <= ENOUGH_RISES * window || stuck);
  });
  return {
    ...active,
    points: select(halved, best, points),
    gradient: select(halved, bestGradient, gradient),
    stepSize: active.stepSize.map((size, i) => (halved[i] ? size / 2 : size)),
    rises: rises.map(() => 0),
    halved,
    bestLossChecked: bestLoss,
  };
}

/** For each image the first tensor's entry if its flag is 1, else the second's. */
function select(flags: Float64Array, first: Tensor, second: Tensor): Tensor {
  if (flags.every((flag) => flag === 1)) return first;
  return flags.some((flag) => flag === 1) ? where(perImage(flags, first).ne(0), first, second) : second;
}

/** M numbers as `[M, 1, 1, 1]`. */
function perImage(values: Float64Array, { dtype, device }: Tensor): Tensor {
  return tensor(values, { dtype, device, shape: [values.length, 1, 1, 1] });
}

const where = operator("aten::where.self");
