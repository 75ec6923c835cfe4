/**
 * The slow form of the Winograd convolution, in operators of libtorch: F(4×4, 3×3) with the points 0, ±5/8, ±3/2, ∞.
 * @module
 */
import { tensor } from "../../src/tensor/create.js";
import { operator } from "../../src/tensor/operator.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const [einsum, pad, unfold] = [
  operator("aten::einsum"),
  operator("aten::constant_pad_nd"),
  operator("aten::unfold"),
] as const;

const POINTS = [0, 5 / 8, -5 / 8, 3 / 2, -3 / 2];
const TILE = 4;
const WINDOW = 6;

/** Coefficients of the product of (x − p) over some points, the constant first. */
function polynomial(points: readonly number[]): number[] {
  const times = (found: number[], point: number) =>
    Array.from({ length: found.length + 1 }, (_, i) => (found[i - 1] ?? 0) - point * (found[i] ?? 0));
  return points.reduce(times, [1]);
}

const powers = (point: number, count: number) => Array.from({ length: count }, (_, i) => point ** i);
const atInfinity = (count: number) => Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0));

/** Aᵀ `[4, 6]`, G `[6, 3]` and Bᵀ `[6, 6]`: evaluation at the points, and interpolation through them (Toom and Cook). */
function matrices() {
  const others = (point: number) => POINTS.filter((other) => other !== point);
  const G = POINTS.map((point) => {
    const scale = others(point).reduce((product, other) => product * (point - other), 1);
    return powers(point, 3).map((power) => power / scale);
  });
  const Bt = POINTS.map((point) => [...polynomial(others(point)), 0]);
  const A = POINTS.map((point) => powers(point, TILE));
  return {
    A: tensor([...A, atInfinity(TILE)], { dtype: "float64" }),
    G: tensor([...G, atInfinity(3)], { dtype: "float64" }),
    Bt: tensor([...Bt, polynomial(POINTS)], { dtype: "float64" }),
  };
}

/** As the kernels compute it, in float64. `[N, C, H, W]` and `[K, C, 3, 3]` to `[N, K, H, W]`. */
export function slowWinograd(x: Tensor, weight: Tensor): Tensor {
  const [N = 0, , H = 0, W = 0] = x.shape;
  const [K = 0] = weight.shape;
  const { A, G, Bt } = matrices();
  const [down, across] = [Math.ceil(H / TILE), Math.ceil(W / TILE)];
  const padded = pad(x, [1, across * TILE - W + 1, 1, down * TILE - H + 1]);
  const windows = unfold(unfold(padded, 2, WINDOW, TILE), 3, WINDOW, TILE); // [N, C, down, across, 6, 6]
  const V = einsum("ip,nctupq,jq->nctuij", [Bt, windows, Bt]);
  const U = einsum("ip,kcpq,jq->kcij", [G, weight, G]);
  const M = einsum("nctuij,kcij->nktuij", [V, U]);
  const y = einsum("ip,nktuij,jq->nktpuq", [A, M, A]); // [N, K, down, 4, across, 4]
  return y
    .reshape([N, K, down * TILE, across * TILE])
    .narrow(2, 0, H)
    .narrow(3, 0, W);
}
