/**
 * The convolutions of residual networks, and their initialization.
 * @module
 */
import { Conv2d, type Generator, kaimingNormal, type Module } from "@selectivity-lab/torch";

/** A 1 × 1 convolution without bias, since batch norm follows. */
export function conv1x1(inputs: number, outputs: number, stride: number, generator: Generator): Conv2d {
  return new Conv2d(inputs, outputs, 1, { stride, bias: false, generator });
}

/** A 3 × 3 convolution that keeps the image's size at stride 1; without bias, since batch norm follows. */
export function conv3x3(inputs: number, outputs: number, stride: number, generator: Generator): Conv2d {
  return new Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false, generator });
}

/**
 * Draws the weights of every convolution of a network again, Kaiming normal by fan out. torchvision does so after `nn.Conv2d` has
 * drawn its own numbers; doing the same makes the same seed give the same weights.
 */
export function redrawConvolutions(network: Module, generator: Generator): void {
  for (const weight of network.parameters().filter(({ shape }) => shape.length === 4))
    weight.replace(kaimingNormal(weight.shape, { generator, mode: "fan_out" }));
}
