/**
 * The knob: a term in the training loss that rewards (alpha > 0) or punishes (alpha < 0) class selectivity.
 *
 *     loss = crossEntropy − alpha · mean over layers ( mean over a layer's units of the measure )
 *
 * The cross entropy is a mean over the batch, and the selectivity index lies in [0, 1]; alpha is not divided by anything.
 * Some code in the field uses the opposite sign. Source: science.md 1.5; Leavitt & Morcos 2020, arXiv:2003.01262.
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";

/**
 * The loss with the knob turned to alpha.
 *
 * @param crossEntropy scalar.
 * @param selectivity scalar; see {@link selectivityTerm}. `null` leaves the term out for this batch.
 * @param alpha a number, or a scalar tensor on the same device, which may change from step to step of a captured graph. The
 * number 0 returns `crossEntropy` itself, so that training has the same bits as without a knob; the term then need not be
 * computed at all.
 */
export function knobLoss(crossEntropy: Tensor, selectivity: Tensor | null, alpha: number | Tensor): Tensor {
  if (alpha === 0 || selectivity === null) return crossEntropy;
  return crossEntropy.sub(selectivity.mul(alpha));
}
