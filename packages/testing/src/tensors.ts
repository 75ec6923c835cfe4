import { type DType, type Tensor, tensor } from "@selectivity-lab/torch";

/** A tensor as the reference scripts list it. */
export interface Listed {
  readonly shape: number[];
  readonly values: number[];
}

/** A tensor of a recorded reference. */
export function recorded({ shape, values }: Listed, dtype: DType = "float32"): Tensor {
  return tensor(Float64Array.from(values), { shape, dtype });
}

/** `[N]` int64. */
export function labelTensor(labels: readonly number[]): Tensor {
  return tensor(BigInt64Array.from(labels, BigInt));
}

/** Nested numbers in float64. */
export function float64(values: number[] | number[][]): Tensor {
  return tensor(values, { dtype: "float64" });
}
