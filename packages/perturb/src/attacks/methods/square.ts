/**
 * Square: a random search that asks for logits alone, so that no gradient can hide from it.
 *
 * Starts from vertical stripes of ±epsilon. Each query paints one square window of each image with ±epsilon, one sign a
 * channel, and keeps it where the margin rises; windows shrink as queries go by.
 *
 * Source: Andriushchenko et al. 2020, arXiv:1912.00049, with the schedule that AutoAttack takes for its 5000 queries. Two
 * things differ from AutoAttack's code: window and signs are drawn for each image by itself, where there they are shared by
 * the batch, whose composition then matters; and windows reach the last row and column, as in the paper.
 * @module
 */

import { below } from "@selectivity-lab/base";
import { arange, operator, type Tensor, tensor } from "@selectivity-lab/torch";
import type { AttackRandom } from "../budgets/attack-random.js";
import { type ActiveImages, renewed } from "../engine/active-images.js";
import type { AttackState, Seen } from "../engine/attack-state.js";
import type { AttackMethod } from "../engine/method.js";
import { margins } from "../engine/objectives.js";

/** Share of the pixels that the first windows cover. */
const FIRST_SHARE = 0.8;

/** Queries after which the share is halved. */
const HALVINGS = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

/** A cohort with the points of highest margin so far. */
interface Searchers extends ActiveImages {
  /** `[M, C, H, W]` */
  readonly best: Tensor;
  readonly bestLoss: Float64Array;
}

/** The random search by windows, for linf. */
export const square: AttackMethod = {
  name: "square",
  code: 6,
  norms: ["linf"],
  steps: 5000,
  random: true,
  minClasses: 2,
  objective: margins,
  run: (siege, restart) => {
    let searchers: Searchers = renewed(siege.start(), (cohort) => begun(siege, cohort, restart));
    for (let query = 1; query <= siege.plan.steps && searchers.rows.length > 0; query++) {
      searchers = renewed(searchers, (at) => {
        const points = windowed(siege, at, siege.draws(at, restart, query), query - 1);
        return withBetter(siege.score({ ...at, points }));
      });
      siege.report(restart, query);
    }
  },
};

/**
 * The side of the window of a query, in pixels.
 *
 * @param query from 0; @param height and @param width of the image.
 * @example [0, 11, 51, 201, 501, 1001, 2001, 4001].map((query) => windowSide(query, 32, 32)) // [29, 20, 14, 10, 7, 5, 4, 3]
 */
export function windowSide(query: number, height: number, width: number): number {
  const share = FIRST_SHARE / 2 ** HALVINGS.filter((end) => query > end).length;
  return Math.min(Math.max(1, Math.round(Math.sqrt(share * height * width))), height, width);
}

/** Stripes: one sign for each channel and column. */
function begun(siege: AttackState, cohort: ActiveImages, restart: number): Searchers {
  const { images } = cohort;
  const [, channels = 0, , width = 0] = images.shape;
  const signs = signsOf(siege.draws(cohort, restart, 0), 0, channels * width, images); // [M, C · W]
  const points = painted(siege, images, signs.reshape([-1, channels, 1, width]));
  const { loss, ...seen } = siege.score({ ...cohort, points });
  return { ...seen, best: seen.points, bestLoss: loss };
}

/** The best points with another window painted over. */
function windowed(siege: AttackState, { images, best }: Searchers, draws: AttackRandom, query: number): Tensor {
  const [, channels = 0, height = 0, width = 0] = images.shape;
  const side = windowSide(query, height, width);
  const signs = signsOf(draws, 1, channels, images).reshape([-1, channels, 1, 1]);
  const corners = draws.images.map((image) => draws.words(image, 0));
  const band = (axis: 0 | 1, size: number) => {
    const first = Int32Array.from(corners, (words) => below(words[axis], size - side + 1));
    const start = tensor(first, { dtype: "int64", device: images.device }).unsqueeze(1); // [M, 1]
    const offset = arange(0, size, { device: images.device }).sub(start); // [M, size]
    return and(offset.ge(0), offset.lt(side));
  };
  const window = and(band(0, height).unsqueeze(2), band(1, width).unsqueeze(1)).unsqueeze(1); // [M, 1, H, W]
  return where(window, painted(siege, images, signs), best);
}

function painted({ ball }: AttackState, images: Tensor, signs: Tensor): Tensor {
  return ball.project(images.add(signs.mul(ball.epsilon)), images);
}

/** `[M, count]` of −1 and 1, one random bit each. @param place the first of the places to draw from. */
function signsOf(draws: AttackRandom, place: number, count: number, { dtype, device }: Tensor): Tensor {
  const signs = draws.images.flatMap((image) =>
    Array.from({ length: count }, (_, bit) => {
      const word = draws.words(image, place + Math.floor(bit / 128))[((bit >> 5) % 4) as 0 | 1 | 2 | 3];
      return (word >>> (bit & 31)) & 1 ? 1 : -1;
    }),
  );
  return tensor(signs, { dtype, device }).reshape([-1, count]);
}

function withBetter({ loss, ...at }: Seen<Searchers>): Searchers {
  const better = loss.map((value, i) => Number(value > (at.bestLoss[i] as number)));
  const { device } = at.points;
  const flags = tensor(better, { device, shape: [better.length, 1, 1, 1] }).ne(0);
  return {
    ...at,
    best: where(flags, at.points, at.best),
    bestLoss: at.bestLoss.map((value, i) => Math.max(value, loss[i] as number)),
  };
}

const and = operator("aten::bitwise_and.Tensor");
const where = operator("aten::where.self");
