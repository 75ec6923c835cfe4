/**
 * How a recipe says how convolutions are computed.
 *
 * @module
 */
import { type ConvolutionForm, convolutionForms } from "@selectivity-lab/torch";

/**
 * What `auto` stands for. Direct, until the study of benchmarks/equivalence.js has shown that networks trained with Winograd's form are
 * equivalent in accuracy and selectivity. A trial's record holds the resolved form, so that changing this changes no recorded trial.
 */
const AUTO: ConvolutionForm = "direct";

/** Values of the recipe's key `convolutions`. */
export const convolutionChoices = ["auto", ...convolutionForms] as const;

/** The form that a value of the recipe's key stands for. */
export function resolveConvolutions(choice: (typeof convolutionChoices)[number]): ConvolutionForm {
  return choice === "auto" ? AUTO : choice;
}
