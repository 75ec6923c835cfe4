/**
 * A network of the lab as an ONNX file, run beside the network before anybody gets it.
 *
 * @module
 */

import { traceModel } from "@selectivity-lab/onnx";
import type { Checkpoint } from "@selectivity-lab/run";
import { PIXELS } from "../measure/onnx-pixels.js";
import { type Verification, verifyOnnx } from "./verify.js";

/**
 * The file's bytes, with all that the checkpoint's metadata says.
 *
 * @param units whether hidden units can be masked, see {@link traceModel}.
 * @throws VerificationError, TranslationError where the network cannot be told in ONNX.
 */
export async function exportOnnx(
  checkpoint: Checkpoint,
  units: boolean,
): Promise<{ bytes: Uint8Array; verification: Verification }> {
  const { network, inputShape, mean, std } = checkpoint;
  const metadata = { ...checkpoint.metadata, [PIXELS.key]: PIXELS.value };
  const bytes = traceModel(network.eval(), { inputShape, mean, std, units, metadata });
  return { bytes, verification: await verifyOnnx(bytes, checkpoint) };
}
