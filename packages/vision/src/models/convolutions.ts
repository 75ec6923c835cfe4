/**
 * The convolutions of residual networks, and how they start.
 * @module
 */
import { Conv2d, type Generator, kaimingNormal, type Module } from "@selectivity-lab/torch";

/** Mixes channels, pixel by pixel; no bias, since batch norm follows. */
export function conv1x1(inputs: number, outputs: number, stride: number, generator: Generator): Conv2d {
  return new Conv2d(inputs, outputs, 1, { stride, bias: false, generator });
}

/** Sees each pixel's neighbours; keeps the image's size at stride 1. No bias, since batch norm follows. */
export function conv3x3(inputs: number, outputs: number, stride: number, generator: Generator): Conv2d {
  return new Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false, generator });
}

/**
 * Draws every convolution of a finished network anew, Kaiming normal by fan out: as torchvision does, after `nn.Conv2d` has
 * drawn its own numbers, so that the same seed gives the same weights.
 */
export function redrawConvolutions(network: Module, generator: Generator): void {
  for (const weight of network.parameters().filter(({ shape }) => shape.length === 4))
    weight.replace(kaimingNormal(weight.shape, { generator, mode: "fan_out" }));
}
