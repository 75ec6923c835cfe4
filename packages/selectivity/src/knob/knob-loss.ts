/**
 * The knob: a term in the training loss that rewards (alpha > 0) or punishes (alpha < 0) class selectivity.
 *
 *     loss = crossEntropy − alpha · mean over layers ( mean over a layer's units of SI )
 *
 * The cross entropy is a mean over the batch and the selectivity lies in [0, 1]; alpha is not divided by anything.
 * Some code of the field has the opposite sign. Source: science.md 1.5; Leavitt & Morcos 2020, arXiv:2003.01262.
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";

/**
 * The loss with the knob turned to alpha.
 *
 * @param crossEntropy scalar.
 * @param selectivity scalar; see {@link selectivityTerm}. `null` leaves the term out for this batch: count these.
 * @param alpha a number, or a scalar tensor on the same device, which may change from step to step of a captured graph. The
 * number 0 returns `crossEntropy` itself, so that training has the same bits as without a knob; better then
 * not to compute the term at all.
 */
export function knobLoss(crossEntropy: Tensor, selectivity: Tensor | null, alpha: number | Tensor): Tensor {
  if (alpha === 0 || selectivity === null) return crossEntropy;
  return crossEntropy.sub(selectivity.mul(alpha));
}
