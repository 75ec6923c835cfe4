/**
 * What can be brought as an ONNX file, from the lists that the code itself uses: what is measured, what is left out, what is refused, and
 * why. The documentation's table is made from it.
 *
 * @module
 */
import { imageTypes } from "../element-types.js";
import { refusals } from "../refusals.js";
import { fusedOperators, mayBeNegative, neverNegative } from "../units/activations.js";
import { quantizedOperators } from "../units/quantized.js";
import { reasonsToLeaveOut } from "../units/reasons.js";
import { selfGatedNames } from "../units/self-gated.js";
import { newestIr, newestOpset, oldestOpset } from "../versions.js";
import { scoreKinds } from "./scores.js";

/** One line of the table. */
export interface OnnxSupport {
  readonly how: "measured" | "left out" | "refused";
  /** What a file has: a noun. */
  readonly what: string;
  /** How it is taken; why it is left out or refused. */
  readonly why: string;
  /** What to do about it; of what is refused. */
  readonly remedy?: string;
}

/** The whole table. */
export function listOnnxSupport(): readonly OnnxSupport[] {
  return [...measured(), ...leftOut(), ...refused()];
}

function measured(): OnnxSupport[] {
  const fused = fusedOperators.join(", ");
  const lines: readonly (readonly [what: string, why: string])[] = [
    [`opset ${oldestOpset} to ${newestOpset}, IR version up to ${newestIr}`, "what ONNX Runtime reads"],
    [
      `images of ${imageTypes.join(", ")}`,
      "uint8 gets pixels from 0 to 255, the others what --mean and --std make of them",
    ],
    ["images [N, C, H, W], or [N, H, W, C]", "by the axis with 1 or 3 entries, or by a transposition at the start"],
    ["a fixed number of images", "run at that number, the last ones filled up"],
    ["a network that scales or shifts its images", "gets them from 0 to 1, or from 0 to 255, and not normalized"],
    ["Image.NominalPixelRange in the metadata", "the range of pixels, for a network that normalizes images itself"],
    ["scores [N, K], or [N, K, 1, 1]", "one row for each image"],
    ...Object.values(scoreKinds).map((text) => splitAt(text)),
    ["a Sigmoid at the end", "what goes into it stands for the logits"],
    ["several outputs", "the one called logits, or the only [N, K], or --output"],
    [[...neverNegative].join(", "), "a layer, which is never negative"],
    [[...new Set(mayBeNegative.keys())].join(", "), "a layer that may be negative: see --negatives"],
    [`${selfGatedNames.join(", ")}, written out as x · gate(x)`, "likewise"],
    ["Clip, Max and Min with a number, Where(x > 0, x, …)", "a layer, if they limit from below at −10 to 0"],
    [`${fused}, whose activation is a setting`, "a layer like the activation alone"],
    [
      Object.keys(quantizedOperators).join(", "),
      "turned back to numbers; a rectifier where the zero point is the lowest number",
    ],
    ["functions of the file", "written out where they are called"],
    ["weights in files next to it, or in folders below", "read from there"],
  ];
  return lines.map(([what, why]) => ({ how: "measured", what, why }));
}

/** A text at its colon. */
function splitAt(text: string): readonly [string, string] {
  const [what = "", why = ""] = text.split(": ");
  return [what, why];
}

function leftOut(): OnnxSupport[] {
  return Object.values(reasonsToLeaveOut).map(({ what, says }) => ({ how: "left out", what, why: says("…") }));
}

function refused(): OnnxSupport[] {
  return Object.values(refusals).map(({ what, why, remedy }) => ({ how: "refused", what, why, remedy }));
}
