/**
 * Batch normalization of each channel.
 *
 *     y = weight · (x − mean) / √(variance + ε) + bias
 *
 * In training, mean and variance are those of the batch, and running averages follow them:
 * `running ← (1 − momentum) · running + momentum · batch` (the variance with n − 1). In evaluation they are the running ones.
 * Source: Ioffe & Szegedy 2015, arXiv:1502.03167; defaults are PyTorch's.
 * @module
 */
import { bnAct } from "../fused/bn-act.js";
import { ones, zeros } from "../tensor/create.js";
import { operator } from "../tensor/operator.js";
import { Buffer, Parameter } from "../tensor/parameter.js";
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";

const MOMENTUM = 0.1;
const EPSILON = 1e-5;

/** `[N, C, H, W]` to the same shape. */
export class BatchNorm2d extends Module {
  /** `[C]` */
  readonly weight: Parameter;
  /** `[C]` */
  readonly bias: Parameter;
  /** `[C]` */
  readonly running_mean: Buffer;
  /** `[C]` */
  readonly running_var: Buffer;
  /** Training batches seen, int64. */
  readonly num_batches_tracked: Buffer;

  constructor(channels: number) {
    super();
    this.weight = new Parameter(ones([channels]));
    this.bias = new Parameter(zeros([channels]));
    this.running_mean = new Buffer(zeros([channels]));
    this.running_var = new Buffer(ones([channels]));
    this.num_batches_tracked = new Buffer(zeros([], { dtype: "int64" }));
  }

  forward(input: Tensor): Tensor {
    this.#countBatch();
    const { weight, bias, running_mean, running_var, training } = this;
    return batchNorm(input, weight, bias, running_mean, running_var, training, MOMENTUM, EPSILON, true);
  }

  /** `relu(forward(input) + residual)` and its means over space, in one pass; see {@link bnAct}. */
  rectified(input: Tensor, residual?: Tensor): { activation: Tensor; unitMeans: Tensor } {
    this.#countBatch();
    const { weight, bias, running_mean: runningMean, running_var: runningVar, training } = this;
    return bnAct(input, {
      weight,
      bias,
      runningMean,
      runningVar,
      residual,
      training,
      momentum: MOMENTUM,
      eps: EPSILON,
    });
  }

  #countBatch(): void {
    if (this.training) this.num_batches_tracked.add_(1);
  }
}

const batchNorm = operator("aten::batch_norm");
