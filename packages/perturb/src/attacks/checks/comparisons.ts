/**
 * Checks that compare attacks: a stronger attack must break the images that a weaker one breaks.
 *
 * Source: Carlini et al. 2019, arXiv:1902.06705, section 5; the flags of AutoAttack.
 * @module
 */
import { type Bits, brokenOnlyBy, shareOfBroken } from "../engine/bits.js";
import { type AttackCheck, createCheck, formatShare } from "./check.js";

/** Largest gain from doubling the effort on a network that masks nothing: images at the edge of the budget, two or one in twenty. */
const noticeable = (images: number) => Math.max(0.05, 2 / images);

/** Tolerance of AutoAttack's flag for Square, 0.2 points; one image in a small sample. */
const beaten = (images: number) => Math.max(0.002, 1 / images);

/** Gap between two objectives that calls for an explanation. */
const LARGE_GAP = 0.1;

/** Many small steps must break what one large step breaks. */
export function compareSingleStep(fgsm: Bits, pgd: Bits): AttackCheck {
  const [single, iterative] = [shareOfBroken(fgsm), shareOfBroken(pgd)];
  const numbers = { single, iterative, onlySingle: shareOfBroken(brokenOnlyBy(fgsm, pgd)) };
  const finding = `fgsm breaks ${formatShare(single)}, pgd ${formatShare(iterative)}`;
  return createCheck("iterative-beats-single-step", iterative < single, finding, numbers);
}

/** Gradient attacks must break what a search without gradients breaks. */
export function compareBlackBox(name: string, blackBox: Bits, whiteBox: Bits): AttackCheck {
  const missed = shareOfBroken(brokenOnlyBy(blackBox, whiteBox));
  const finding = `${name} breaks ${formatShare(shareOfBroken(blackBox))} and gradient attacks ${formatShare(shareOfBroken(whiteBox))}; only ${name} breaks ${formatShare(missed)}`;
  return createCheck(`${name}-does-not-beat-gradients`, missed > beaten(blackBox.length), finding, {
    blackBox: shareOfBroken(blackBox),
    whiteBox: shareOfBroken(whiteBox),
    missed,
  });
}

/** With an unlimited budget, every image must be broken. */
export function checkUnbounded(bits: Bits, epsilon: number): AttackCheck {
  const unbroken = 1 - shareOfBroken(bits);
  const finding = `with a budget of ${epsilon}, where every image can become any other, ${formatShare(unbroken)} are not broken`;
  return createCheck("unbounded-reaches-zero", unbroken > 0, finding, { epsilon, standing: unbroken });
}

/** Twice the effort must change little. @param what the option that is doubled. */
export function compareDoubled(what: "steps" | "restarts", once: Bits, twice: Bits): AttackCheck {
  const gained = shareOfBroken(twice) - shareOfBroken(once);
  const finding = `twice the ${what} break ${formatShare(Math.abs(gained))} ${gained < 0 ? "fewer" : "more"} of the images`;
  const sign = Math.abs(gained) > noticeable(once.length);
  return createCheck(`doubling-${what}`, sign, finding, { once: shareOfBroken(once), twice: shareOfBroken(twice) });
}

/** A larger budget must break what a smaller one breaks. */
export function compareBudgets(half: Bits, whole: Bits): AttackCheck {
  const lost = shareOfBroken(brokenOnlyBy(half, whole));
  const finding = `${formatShare(lost)} of the images are broken at half the budget but not at the full one`;
  return createCheck("larger-budget-breaks-more", lost > noticeable(half.length), finding, {
    half: shareOfBroken(half),
    whole: shareOfBroken(whole),
    lost,
  });
}

/**
 * Cross entropy must find what the logit ratio finds, unless the network's confidence hides its gradient. The ratio may find
 * less: it is the weaker objective on networks that mask nothing.
 */
export function compareObjectives(crossEntropy: Bits, logitRatio: Bits): AttackCheck {
  const gap = shareOfBroken(logitRatio) - shareOfBroken(crossEntropy);
  const finding = `apgd breaks ${formatShare(shareOfBroken(crossEntropy))} by cross entropy, ${formatShare(shareOfBroken(logitRatio))} by the logit ratio`;
  return createCheck("confidence-hides-nothing", gap > LARGE_GAP, finding, {
    crossEntropy: shareOfBroken(crossEntropy),
    logitRatio: shareOfBroken(logitRatio),
  });
}
