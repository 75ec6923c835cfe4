/**
 * From an activation to one number per unit and image: `[N, C, H, W]` → `[N, U]`.
 *
 * @module
 */
import { ShapeError, type Tensor } from "@selectivity-lab/torch";

/**
 * The response of each unit to each image: the mean of its feature map over all positions.
 *
 * A unit is a channel of a convolutional layer, read after the nonlinearity, or a neuron of a fully connected one.
 *
 * @param activation `[N, C, H, W]`, or `[N, U]`, whose values are the responses already.
 * @returns `[N, U]`, differentiable, float32 where the activation is narrower; for a wider `[N, U]` the argument itself.
 * @throws {@link ShapeError} for any other rank.
 * @see science.md 1.1
 */
export function unitMeans(activation: Tensor): Tensor {
  const rank = activation.shape.length;
  if (rank === 2) return widened(activation);
  if (rank === 4) return widened(activation).mean([2, 3]); // [N, C]
  throw new ShapeError(
    "unitMeans",
    "activation",
    "[N, C, H, W] or [N, U]",
    activation,
    "Convert other layouts to one of these two, so that it is clear what a unit is.",
  );
}

/** Class means and their differences need more digits than a bfloat16 activation has. */
function widened(activation: Tensor): Tensor {
  const { dtype } = activation;
  return dtype === "bfloat16" || dtype === "float16" ? activation.to({ dtype: "float32" }) : activation;
}
