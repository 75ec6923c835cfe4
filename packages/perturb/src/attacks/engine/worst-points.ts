/**
 * The worst point found so far for each image of a batch: a misclassified one before any other, then the one of highest loss.
 *
 * @module
 */
import { operator, scope, type Tensor, tensor } from "@selectivity-lab/torch";

/** Points, and how the network classified them. */
export interface Scores {
  /** `[M, C, H, W]` */
  readonly points: Tensor;
  /** M values of the attack's objective. */
  readonly loss: Float64Array;
  /** M values: 1 if the point is misclassified, else 0. */
  readonly misclassified: Uint8Array;
}

/** The worst point of each image; at first the image itself. */
export class WorstPoints {
  /** `[N, C, H, W]` */
  readonly adversarial: Tensor;
  /** 1 if a misclassified point was found, else 0. */
  readonly broken: Uint8Array;
  /** The attack's objective at the adversarial image. */
  readonly loss: Float64Array;
  /** How often the network evaluated a version of the image. */
  readonly queries: Int32Array;

  /** @param images `[N, C, H, W]`, copied. */
  constructor(images: Tensor) {
    const [count = 0] = images.shape;
    this.adversarial = images.clone();
    this.broken = new Uint8Array(count);
    this.loss = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.queries = new Int32Array(count);
  }

  /** Records points. @param rows the image of each point. */
  record(rows: Int32Array, { points, loss, misclassified }: Scores): void {
    const worse: number[] = [];
    for (const [i, row] of rows.entries()) {
      this.queries[row] = (this.queries[row] as number) + 1;
      const [before, now] = [this.broken[row] as number, misclassified[i] as number];
      if (now < before || (now === before && !((loss[i] as number) > (this.loss[row] as number)))) continue;
      this.broken[row] = now;
      this.loss[row] = loss[i] as number;
      worse.push(i);
    }
    this.#copy(points, worse, rows);
  }

  #copy(points: Tensor, from: readonly number[], rows: Int32Array): void {
    if (from.length === 0) return;
    scope(() => {
      const place = { dtype: "int64", device: points.device } as const;
      const source = tensor(Int32Array.from(from), place);
      const target = tensor(
        Int32Array.from(from, (i) => rows[i] as number),
        place,
      );
      indexCopy_(this.adversarial, 0, target, points.indexSelect(0, source));
    });
  }
}

const indexCopy_ = operator("aten::index_copy_");
