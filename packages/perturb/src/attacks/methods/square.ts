/**
 * Square: a random search that needs only logits, so a masked gradient cannot stop it.
 *
 * It starts from vertical stripes of ±epsilon. Each query paints one square window of each image with ±epsilon, one sign per
 * channel, and keeps the change if the margin rises; the windows shrink over time.
 *
 * Source: Andriushchenko et al. 2020, arXiv:1912.00049, with the schedule that AutoAttack uses for its 5000 queries. Two
 * things differ from AutoAttack's code: window and signs are drawn for each image (there the batch shares them, so its composition
 * matters), and windows reach the last row and column, as in the paper.
 * @module
 */

import { below } from "@selectivity-lab/base";
import { arange, operator, type Tensor, tensor } from "@selectivity-lab/torch";
import type { AttackRandom } from "../budgets/attack-random.js";
import { type ActiveImages, advance } from "../engine/active-images.js";
import type { AttackState, Scored } from "../engine/attack-state.js";
import type { AttackMethod } from "../engine/method.js";
import { margins } from "../engine/objectives.js";

/** Share of the pixels that the first windows cover. */
const FIRST_SHARE = 0.8;

/** Numbers of queries after which the share is halved. */
const HALVINGS = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

/** Active images with their points of highest margin so far. */
interface SearchedImages extends ActiveImages {
  /** `[M, C, H, W]` */
  readonly best: Tensor;
  readonly bestLoss: Float64Array;
}

/** Random search by square windows, for linf. */
export const square: AttackMethod = {
  name: "square",
  code: 6,
  norms: ["linf"],
  steps: 5000,
  random: true,
  minClasses: 2,
  objective: margins,
  run: (state, restart) => {
    let searched: SearchedImages = advance(state.start(), (active) => startFromStripes(state, active, restart));
    for (let query = 1; query <= state.plan.steps && searched.rows.length > 0; query++) {
      searched = advance(searched, (at) => {
        const points = paintWindows(state, at, state.draws(at, restart, query), query - 1);
        return keepBetter(state.score({ ...at, points }));
      });
      state.report(restart, query);
    }
  },
};

/**
 * Computes the side of a query's window, in pixels.
 *
 * @param query from 0; @param height and @param width of the image.
 * @example [0, 11, 51, 201, 501, 1001, 2001, 4001].map((query) => findWindowSide(query, 32, 32)) // [29, 20, 14, 10, 7, 5, 4, 3]
 */
export function findWindowSide(query: number, height: number, width: number): number {
  const share = FIRST_SHARE / 2 ** HALVINGS.filter((end) => query > end).length;
  return Math.min(Math.max(1, Math.round(Math.sqrt(share * height * width))), height, width);
}

/** Starts from stripes: one sign per channel and column. */
function startFromStripes(state: AttackState, active: ActiveImages, restart: number): SearchedImages {
  const { images } = active;
  const [, channels = 0, , width = 0] = images.shape;
  const signs = drawSigns(state.draws(active, restart, 0), 0, channels * width, images); // [M, C · W]
  const points = paint(state, images, signs.reshape([-1, channels, 1, width]));
  const { loss, ...seen } = state.score({ ...active, points });
  return { ...seen, best: seen.points, bestLoss: loss };
}

/** The best points with another window paint over. */
function paintWindows(
  state: AttackState,
  { images, best }: SearchedImages,
  draws: AttackRandom,
  query: number,
): Tensor {
  const [, channels = 0, height = 0, width = 0] = images.shape;
  const side = findWindowSide(query, height, width);
  const signs = drawSigns(draws, 1, channels, images).reshape([-1, channels, 1, 1]);
  const corners = draws.images.map((image) => draws.words(image, 0));
  const band = (axis: 0 | 1, size: number) => {
    const first = Int32Array.from(corners, (words) => below(words[axis], size - side + 1));
    const start = tensor(first, { dtype: "int64", device: images.device }).unsqueeze(1); // [M, 1]
    const offset = arange(0, size, { device: images.device }).sub(start); // [M, size]
    return and(offset.ge(0), offset.lt(side));
  };
  const window = and(band(0, height).unsqueeze(2), band(1, width).unsqueeze(1)).unsqueeze(1); // [M, 1, H, W]
  return where(window, paint(state, images, signs), best);
}

function paint({ ball }: AttackState, images: Tensor, signs: Tensor): Tensor {
  return ball.project(images.add(signs.mul(ball.epsilon)), images);
}

/** Draws `[M, count]` signs, −1 or 1, from one random bit each. @param place the first place to draw from. */
function drawSigns(draws: AttackRandom, place: number, count: number, { dtype, device }: Tensor): Tensor {
  const signs = draws.images.flatMap((image) =>
    Array.from({ length: count }, (_, bit) => {
      const word = draws.words(image, place + Math.floor(bit / 128))[((bit >> 5) % 4) as 0 | 1 | 2 | 3];
      return (word >>> (bit & 31)) & 1 ? 1 : -1;
    }),
  );
  return tensor(signs, { dtype, device }).reshape([-1, count]);
}

function keepBetter({ loss, ...at }: Scored<SearchedImages>): SearchedImages {
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
