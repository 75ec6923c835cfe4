/**
 * Makes a tensor from its description in a pickle.
 * @module
 */

import { formatExcerpt } from "@selectivity-lab/base";
import { fromBytes } from "../tensor/create.js";
import { itemSize } from "../tensor/dtype.js";
import { operator } from "../tensor/operator.js";
import { scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";
import { PickleError } from "./pickle-machine.js";
import type { PickledTensor } from "./torch-pickle.js";

/** libtorch's loops over elements take no more axes than this. */
const LARGEST_RANK = 64;
/** Largest number of elements of a tensor that repeats those of its storage, so that a few bytes of a file cannot fill the memory. */
const MOST_REPEATED = 1e8;

/**
 * Makes the tensor.
 *
 * @param bytes of its storage.
 * @returns a tensor on the CPU, row-major, that shares no memory, owned by the caller's scope.
 * @throws {@link PickleError} where the description is invalid, or reaches beyond its storage.
 */
export function loadPickledTensor({ storage, offset, shape, strides }: PickledTensor, bytes: Uint8Array): Tensor {
  const { dtype, key, numel } = storage;
  if (!(areCounts(shape) && areCounts(strides) && areCounts([offset, numel]) && shape.length === strides.length))
    throw new PickleError(
      `it asks for a tensor of shape ${formatExcerpt(shape)}, strides ${formatExcerpt(strides)}, offset ${formatExcerpt(offset)}.`,
    );
  if (bytes.length < numel * itemSize(dtype))
    throw new PickleError(
      `storage ${formatExcerpt(key)}: expected ${numel} numbers of ${dtype}, got ${bytes.length} bytes.`,
    );
  const count = shape.reduce((product, side) => product * side, 1);
  if (shape.length > LARGEST_RANK || count > Math.max(numel, MOST_REPEATED))
    throw new PickleError(`it makes a tensor of shape ${formatExcerpt(shape)} out of ${numel} numbers.`);
  const last = shape.reduce(
    (sum, side, axis) => sum + Math.max(0, side - 1) * (strides[axis] as number),
    offset as number,
  );
  const isEmpty = count === 0;
  if (!isEmpty && last >= numel) throw new PickleError(`it asks for number ${last} of a storage of ${numel}.`);
  return scope(() => {
    const whole = fromBytes(bytes.subarray(0, numel * itemSize(dtype)), { dtype, shape: [numel] });
    return isEmpty
      ? whole.narrow(0, 0, 0).reshape(shape)
      : asStrided(whole, shape, strides, offset as number)
          .clone()
          .contiguous();
  });
}

function areCounts(values: unknown): values is number[] {
  return Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0);
}

const asStrided = operator("aten::as_strided");
