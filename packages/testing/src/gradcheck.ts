import { gradients, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { expectClose, numbers } from "./close.js";

/**
 * Expects autograd's gradient of a scalar function to be that of central differences, in float64.
 *
 * A step of 1e-6 leaves an error of about 1e-10: step² in the derivative, and 1e-16 / step of rounding.
 */
export function gradcheck(f: (x: Tensor) => Tensor, point: Tensor): void {
  const values = Float64Array.from(numbers(point));
  const at = (unit: number, step: number) =>
    scope(() => {
      const moved = values.with(unit, (values[unit] as number) + step);
      return f(tensor(moved, { shape: point.shape })).item();
    });
  const step = 1e-6;
  const expected = Array.from(values, (_, unit) => (at(unit, step) - at(unit, -step)) / (2 * step));
  scope(() => {
    const x = point.detach().clone().requireGrad();
    expectClose(gradients([f(x)], [x])[0] as Tensor, expected, { rtol: 1e-6, atol: 1e-8 });
  });
}
