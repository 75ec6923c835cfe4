/**
 * Refuses options that would have no effect, because the network's file already says what they would say.
 *
 * @module
 */

import { CheckpointError } from "@selectivity-lab/run";
import type { ForeignOptions } from "./foreign-weights.js";
import type { MeasureOptions } from "./measure-options.js";

/** Options that apply to weights from elsewhere alone, by their names on the command line. */
const FOREIGN = {
  "--model-option": ({ modelOptions = {} }: ForeignOptions) => Object.keys(modelOptions).length > 0,
  "--mean": ({ mean }: ForeignOptions) => mean !== undefined,
  "--std": ({ std }: ForeignOptions) => std !== undefined,
  "--prefix": ({ prefix }: ForeignOptions) => prefix !== undefined,
  "--image-size": ({ imageSize }: ForeignOptions) => imageSize !== undefined,
} as const;

/** @throws {@link CheckpointError} `option-refused`, which names the first of them that was given. */
export function refuseUnused(file: string, options: ForeignOptions): void {
  const unused = Object.entries(FOREIGN).find(([, isGiven]) => isGiven(options))?.[0];
  if (unused)
    throw new CheckpointError({
      code: "option-refused",
      problem: `${file} already says which network it is and how images are prepared, got ${unused}`,
      remedy: `leave ${unused} out; it is for weights from elsewhere, together with --model`,
      path: file,
    });
}

/** @throws {@link CheckpointError} `option-refused` for `output`, which chooses among the outputs of an ONNX file. */
export function refuseOutput(file: string, { output }: MeasureOptions): void {
  if (output === undefined) return;
  throw new CheckpointError({
    code: "option-refused",
    problem: `${file} is no ONNX file and has one output, got --output ${output}`,
    remedy: "leave --output out",
    path: file,
  });
}
