/** The weights, images and labels of reference/models.py, by the same formulas. */
import { type Module, noGrad, scope, type Tensor, tensor } from "@selectivity-lab/torch";

/** sin(frequency), sin(4 frequency), sin(9 frequency), …: float64, row-major; as good as noise. */
export function wave(shape: readonly number[], frequency: number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(
    Float64Array.from({ length: count }, (_, index) => Math.sin((index + 1) ** 2 * frequency)),
    { shape },
  );
}

/** A matrix or kernel: a wave of Kaiming's size. A vector: a wave around 0 for biases, around 1 for scales. */
export function setWeights(model: Module): void {
  noGrad(() =>
    scope(() => {
      for (const [index, [name, parameter]] of [...model.namedParameters()].entries()) {
        const values = wave(parameter.shape, 0.37 + 0.11 * index);
        const fanIn = parameter.numel / (parameter.shape[0] as number);
        if (parameter.shape.length > 1) parameter.copy_(values.mul(2 / Math.sqrt(fanIn)));
        else parameter.copy_(values.mul(0.3).add(name.endsWith("weight") ? 1 : 0));
      }
    }),
  );
}

/** What stands for a tensor in reference/models.json: its shape, its norm, and its product with a wave. */
export interface Fingerprint {
  readonly shape: readonly number[];
  readonly norm: number;
  readonly wave: number;
}

/** The fingerprint of a tensor. */
export function fingerprint(values: Tensor): Fingerprint {
  return scope(() => {
    const exact = values.detach().to({ dtype: "float64" });
    return {
      shape: values.shape,
      norm: exact.square().sum().sqrt().item(),
      wave: exact.mul(wave(values.shape, 0.7)).sum().item(),
    };
  });
}
