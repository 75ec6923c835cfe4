/**
 * Tensors that a module keeps: learned and not learned.
 *
 * @module
 */
import { keep } from "./scope.js";
import { Tensor } from "./tensor.js";

/**
 * A learnable tensor of a module: lives until the module is dropped, and wants gradients.
 * Takes over the tensor it is made from.
 */
export class Parameter extends Tensor {
  constructor(values: Tensor) {
    super(values.takeHandle(), "Parameter");
    keep(this).requireGrad();
  }

  /** Takes over other values, and stays the same object for optimizers. */
  replace(values: Tensor): void {
    this.become(values);
    this.clearGrad();
    this.requireGrad();
  }
}

/** A tensor of a module that is saved with it but not learned, such as running statistics. Takes over its tensor. */
export class Buffer extends Tensor {
  constructor(values: Tensor) {
    super(values.takeHandle(), "Buffer");
    keep(this);
  }

  /** Takes over other values. */
  replace(values: Tensor): void {
    this.become(values);
  }
}
