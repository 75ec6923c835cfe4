/**
 * A network of the lab as an ONNX file, run beside the network before anybody gets it.
 *
 * @module
 */
import { traceModel } from "@selectivity-lab/onnx";
import type { Checkpoint } from "../measure/weights.js";
import { type Verification, verify } from "./verify.js";

/** In the metadata of an ONNX file of ours: its input is pixels scaled to 0..1, which it normalises itself. */
export const PIXELS = { key: "pixels", value: "0..1" } as const;

/**
 * The file's bytes, with all that the checkpoint's metadata says.
 *
 * @param units whether hidden units can be masked, see {@link traceModel}.
 * @throws VerificationError, TranslationError where the network cannot be told in ONNX.
 */
export async function verifiedOnnx(
  checkpoint: Checkpoint,
  units: boolean,
): Promise<{ bytes: Uint8Array; verification: Verification }> {
  const { network, inputShape, mean, std } = checkpoint;
  const metadata = { ...checkpoint.metadata, [PIXELS.key]: PIXELS.value };
  const bytes = traceModel(network.eval(), { inputShape, mean, std, units, metadata });
  return { bytes, verification: await verify(bytes, checkpoint) };
}
