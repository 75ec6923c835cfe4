/**
 * A batch in one go: gather images, move and mirror them, normalise.
 *
 *     out[b, c, y, x] = (images[indices[b], c, y + down, x′ + right] / 255 − mean[c]) / std[c]
 *     x′ = W − 1 − x where flipped, else x;   pixels beyond the border are black (0) before normalisation
 *
 * The same as torchvision's RandomCrop(padding), RandomHorizontalFlip, ToTensor, Normalize, in that order.
 * @module
 */
import { arange, scope, type Tensor } from "@selectivity-lab/torch";

/** {@link Placements} as tensors on the images' device. */
export interface PlacementTensors {
  /** int64 `[B, 2]`: rows down, columns right. */
  readonly offsets: Tensor;
  /** int64 `[B]`: 0 or 1. */
  readonly flips: Tensor;
}

/**
 * Gathers, places and normalises images.
 *
 * @param images uint8 `[N, C, H, W]`.
 * @param indices int64 `[B]`.
 * @param placements where each image is cut from; as it is when absent.
 * @param mean float32 `[C]`, of pixels scaled to 0..1; `std` likewise.
 * @returns float32 `[B, C, H, W]`, channels last, owned by the caller's scope.
 */
export function gatherBatch(
  images: Tensor,
  indices: Tensor,
  placements: PlacementTensors | undefined,
  mean: Tensor,
  std: Tensor,
): Tensor {
  return scope(() => {
    const chosen = images.indexSelect(0, indices); // uint8 [B, C, H, W]
    return normalise(placements ? place(chosen, placements) : chosen, mean, std);
  });
}

/** Each image as seen from its place: `[B, C, H, W]`, same dtype. */
function place(images: Tensor, { offsets, flips }: PlacementTensors): Tensor {
  const [batch, channels, height, width] = images.shape as [number, number, number, number];
  const columnsAcross = arange(0, width, { device: images.device }); // [W]
  const mirroring = columnsAcross
    .mul(-2)
    .add(width - 1)
    .mul(flips.unsqueeze(1)); // [B, W]: W − 1 − 2x, or 0
  const rows = arange(0, height, { device: images.device }).add(offsets.narrow(1, 0, 1)); // [B, H]
  const columns = columnsAcross.add(mirroring).add(offsets.narrow(1, 1, 1)); // [B, W]
  const source = clampedTo(rows, height).mul(width).unsqueeze(2).add(clampedTo(columns, width).unsqueeze(1)); // [B, H, W]
  const inside = within(rows, height).unsqueeze(2).mul(within(columns, width).unsqueeze(1)); // [B, H, W]
  const everyChannel = source.reshape([batch, 1, height * width]).expand([batch, channels, height * width]);
  const moved = images.flatten(2).gather(2, everyChannel).reshape(images.shape); // [B, C, H, W]
  return moved.mul(inside.unsqueeze(1));
}

function clampedTo(positions: Tensor, size: number): Tensor {
  return positions.clamp({ min: 0, max: size - 1 });
}

/** bool, true where a position lies in [0, size). */
function within(positions: Tensor, size: number): Tensor {
  return positions.ge(0).mul(positions.lt(size));
}

function normalise(images: Tensor, mean: Tensor, std: Tensor): Tensor {
  const [scale, shift] = [std.mul(255), mean.mul(255)].map((each) => each.reshape([1, -1, 1, 1])) as [Tensor, Tensor];
  return images.to({ dtype: "float32", memoryFormat: "channels_last" }).sub(shift).div(scale);
}
