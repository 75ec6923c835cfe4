/**
 * Checks that an exported network computes the same as ours, on noise, for two batch sizes.
 *
 * @module
 */

import { type Floats, IMAGES, LOGITS, MASK, MEANS, OnnxSession } from "@selectivity-lab/onnx";
import type { Checkpoint } from "@selectivity-lab/run";
import { UnitRecorder } from "@selectivity-lab/selectivity";
import { Generator, noGrad, rand, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { VerificationError } from "./error.js";

/** How closely two networks agree. */
export interface Verification {
  /** Sizes of the batches they were run on. */
  readonly images: readonly number[];
  /** Largest difference between two numbers, relative to the largest of their kind (the logits, or a layer's means). */
  readonly largestDifference: number;
  /** Largest relative difference that is accepted. */
  readonly tolerance: number;
}

/** Neither is the size of the traced batch, so that anything fixed to that size shows. */
const BATCHES = [1, 3];

/** About a thousand float32 roundings of 6e-8; the two engines add in a different order. */
const TOLERANCE = 1e-4;

/**
 * Runs a file in ONNX Runtime and compares it with the network it was made from; all masks are ones.
 *
 * @throws {@link VerificationError} where they differ by more than 1e-4 of the size of what is compared.
 */
export async function verifyOnnx(file: Uint8Array, checkpoint: Checkpoint): Promise<Verification> {
  const session = await OnnxSession.open(file);
  try {
    let largestDifference = 0;
    for (const images of BATCHES) {
      const { pixels, expected } = runOurs(checkpoint, images);
      const dims = [images, ...checkpoint.inputShape];
      const theirs = await session.run({ [IMAGES]: { data: pixels, dims }, ...openMasks(session, expected) });
      for (const [name, result] of theirs)
        largestDifference = Math.max(largestDifference, measureDifference(name, result, expected.get(name) as Floats));
    }
    return { images: BATCHES, largestDifference, tolerance: TOLERANCE };
  } finally {
    await session.close();
  }
}

/** Makes noise and runs our network on it: logits, and every layer's means. */
function runOurs({ network, inputShape, mean, std }: Checkpoint, images: number) {
  return scope(() =>
    noGrad(() => {
      const pixels = rand([images, ...inputShape], new Generator(images));
      const perChannel = (values: readonly number[]) => tensor([...values]).reshape([-1, 1, 1]);
      const recorder = new UnitRecorder();
      const normalized = pixels.sub(perChannel(mean)).div(perChannel(std));
      const logits = network.eval().forward(normalized.contiguous("channels_last"), recorder);
      const means = [...recorder.means].map(([layer, units]) => [`${MEANS}${layer}`, toFloats(units)] as const);
      return {
        pixels: pixels.toTypedArray() as Float32Array,
        expected: new Map([[LOGITS, toFloats(logits)], ...means]),
      };
    }),
  );
}

function toFloats(tensor: Tensor): Floats {
  return { data: tensor.toTypedArray() as Float32Array, dims: tensor.shape };
}

function openMasks({ inputs }: OnnxSession, expected: ReadonlyMap<string, Floats>): Record<string, Floats> {
  const masks = inputs.filter((name) => name.startsWith(MASK));
  return Object.fromEntries(
    masks.map((name) => {
      const units = expected.get(`${MEANS}${name.slice(MASK.length)}`)?.dims[1] ?? 0;
      return [name, { data: new Float32Array(units).fill(1), dims: [units] }];
    }),
  );
}

/** Largest difference, relative to the largest expected number. @throws {@link VerificationError} above the tolerance. */
function measureDifference(name: string, { data, dims }: Floats, expected: Floats): number {
  if (dims.join() !== expected.dims.join())
    throw new VerificationError(
      `the ONNX file returns ${name} [${dims.join(", ")}] for a batch of ${expected.dims[0]}, expected [${expected.dims.join(", ")}]`,
    );
  const scale = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const largest = data.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected.data[i] as number))), 0);
  if (largest <= TOLERANCE * scale) return largest / scale;
  throw new VerificationError(
    `the ONNX file does not agree with the network: ${name} differs by ${largest.toExponential(1)}, and its largest value is ${scale.toExponential(1)}; expected at most ${TOLERANCE} of that`,
  );
}
