/**
 * Chooses how the convolutions of a network are computed.
 * @module
 */
import { Conv2d, type ConvolutionForm } from "./conv2d.js";
import type { Module } from "./module.js";

/**
 * Sets how every convolution inside a network is computed, in training and evaluation. The forms round differently.
 *
 * @example
 * const layer = new Conv2d(8, 8, 3, { padding: 1, generator: new Generator(0) });
 * setConvolutions(layer, "winograd");
 * layer.form // "winograd"
 */
export function setConvolutions(network: Module, form: ConvolutionForm): void {
  for (const module of network.modules()) if (module instanceof Conv2d) module.form = form;
}
