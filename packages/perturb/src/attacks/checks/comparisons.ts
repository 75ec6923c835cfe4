/**
 * Checks by attacks against each other: a stronger one must break what a weaker one breaks.
 *
 * Source: Carlini et al. 2019, arXiv:1902.06705, section 5; the flags of AutoAttack.
 * @module
 */
import { type Bits, shareOf, without } from "../engine/bits.js";
import { type AttackCheck, check, percent } from "./check.js";

/** What doubling may still find where gradients are honest: images at the edge of the budget, two or one in twenty. */
const noticeable = (images: number) => Math.max(0.05, 2 / images);

/** As AutoAttack's flag for Square, 0.2 points; of a small sample, one image. */
const beaten = (images: number) => Math.max(0.002, 1 / images);

/** A gap between objectives that calls for an explanation. */
const LARGE_GAP = 0.1;

/** Many small steps break what one large step breaks. */
export function iterativeCheck(fgsm: Bits, pgd: Bits): AttackCheck {
  const [single, iterative] = [shareOf(fgsm), shareOf(pgd)];
  const numbers = { single, iterative, onlySingle: shareOf(without(fgsm, pgd)) };
  const finding = `fgsm breaks ${percent(single)}, pgd ${percent(iterative)}`;
  return check("iterative-beats-single-step", iterative < single, finding, numbers);
}

/** Gradients find what a search without them finds. */
export function blackBoxCheck(name: string, blackBox: Bits, whiteBox: Bits): AttackCheck {
  const missed = shareOf(without(blackBox, whiteBox));
  const finding = `${name} breaks ${percent(shareOf(blackBox))}, of which gradients miss ${percent(missed)} of all images; they break ${percent(shareOf(whiteBox))}`;
  return check(`${name}-does-not-beat-gradients`, missed > beaten(blackBox.length), finding, {
    blackBox: shareOf(blackBox),
    whiteBox: shareOf(whiteBox),
    missed,
  });
}

/** With everything allowed, nothing stands. */
export function unboundedCheck(bits: Bits, epsilon: number): AttackCheck {
  const standing = 1 - shareOf(bits);
  const finding = `with a budget of ${epsilon}, where every image can become any other, ${percent(standing)} still stand`;
  return check("unbounded-reaches-zero", standing > 0, finding, { epsilon, standing });
}

/** Twice the effort changes little. @param what is doubled. */
export function doublingCheck(what: "steps" | "restarts", once: Bits, twice: Bits): AttackCheck {
  const gained = shareOf(twice) - shareOf(once);
  const finding = `twice the ${what} break ${percent(Math.abs(gained))} ${gained < 0 ? "less" : "more"}`;
  const sign = Math.abs(gained) > noticeable(once.length);
  return check(`doubling-${what}`, sign, finding, { once: shareOf(once), twice: shareOf(twice) });
}

/** A larger budget breaks what a smaller one breaks. */
export function budgetCheck(half: Bits, whole: Bits): AttackCheck {
  const lost = shareOf(without(half, whole));
  const finding = `${percent(lost)} of the images are broken at half the budget but not at the whole`;
  return check("larger-budget-breaks-more", lost > noticeable(half.length), finding, {
    half: shareOf(half),
    whole: shareOf(whole),
    lost,
  });
}

/**
 * Cross entropy finds what the logit ratio finds, unless confidence hides its gradient. The ratio may well find less: it is
 * the weaker one on honest networks.
 */
export function confidenceCheck(crossEntropy: Bits, logitRatio: Bits): AttackCheck {
  const gap = shareOf(logitRatio) - shareOf(crossEntropy);
  const finding = `apgd breaks ${percent(shareOf(crossEntropy))} by cross entropy, ${percent(shareOf(logitRatio))} by the logit ratio`;
  return check("confidence-hides-nothing", gap > LARGE_GAP, finding, {
    crossEntropy: shareOf(crossEntropy),
    logitRatio: shareOf(logitRatio),
  });
}
