/**
 * Converts a network of the lab to an ONNX file and compares the two before the file is handed out.
 *
 * @module
 */

import { traceModel } from "@selectivity-lab/onnx";
import type { Checkpoint } from "@selectivity-lab/run";
import { PIXELS } from "../measure/onnx-pixels.js";
import { type Verification, verifyOnnx } from "./verify.js";

/**
 * Converts a network to the bytes of an ONNX file, which keep all of the checkpoint's metadata.
 *
 * @param units whether hidden units can be masked, see {@link traceModel}.
 * @throws VerificationError, TranslationError where the network cannot be expressed in ONNX.
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
