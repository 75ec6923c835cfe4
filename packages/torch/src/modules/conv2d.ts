/**
 * Convolution of images with learned kernels.
 * @module
 */
import { convolve3x3 } from "../fused/convolve-3x3.js";
import type { Generator } from "../tensor/generator.js";
import { operator } from "../tensor/operator.js";
import type { Parameter } from "../tensor/parameter.js";
import type { Tensor } from "../tensor/tensor.js";
import { affineParameters } from "./init/affine.js";
import { Module } from "./module.js";
import { type Pair, pair } from "./pair.js";

/** The ways to compute a convolution. `direct` is libtorch's; `winograd` is ours where it applies, see {@link convolve3x3}. */
export const convolutionForms = ["direct", "winograd"] as const;

/** One of {@link convolutionForms}. */
export type ConvolutionForm = (typeof convolutionForms)[number];

/** Options of {@link Conv2d}. */
export interface Conv2dOptions {
  /** Draws the first weights, as PyTorch does by default. */
  generator: Generator;
  /** Pixels from one place of the kernel to the next. Default 1. */
  stride?: Pair;
  /** Rows and columns of zeros on each side. Default 0. */
  padding?: Pair;
  /** Pixels from one element of the kernel to the next. Default 1. */
  dilation?: Pair;
  /** Into how many parts the channels fall that do not see each other. Default 1. */
  groups?: number;
  /** Default true. */
  bias?: boolean;
}

/** `[N, inputs, H, W]` to `[N, outputs, H′, W′]`. */
export class Conv2d extends Module {
  /** `[outputs, inputs / groups, kernel height, kernel width]` */
  readonly weight: Parameter;
  /** `[outputs]` */
  readonly bias: Parameter | null;
  /** How it is computed; set by {@link setConvolutions}. Default `direct`. */
  form: ConvolutionForm = "direct";
  readonly #geometry: readonly [stride: Pair, padding: Pair, dilation: Pair, groups: number];

  constructor(
    inputs: number,
    outputs: number,
    kernel: Pair,
    { generator, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true }: Conv2dOptions,
  ) {
    super();
    const shape = [outputs, inputs / groups, ...pair(kernel)];
    ({ weight: this.weight, bias: this.bias } = affineParameters(shape, { generator, bias }));
    this.#geometry = [stride, padding, dilation, groups];
  }

  forward(input: Tensor): Tensor {
    if (this.#isSubsampling()) return this.#ofSubsampled(input);
    if (this.form === "winograd" && this.#isPlain3x3()) return convolve3x3(input, this.weight, this.bias);
    return conv2d(input, this.weight, this.bias, ...this.#geometry);
  }

  /** Whether it is a 3 × 3 convolution that keeps the map's size. */
  #isPlain3x3(): boolean {
    const [stride, padding, dilation, groups] = this.#geometry;
    const [, , height, width] = this.weight.shape;
    const isPlain = [stride, padding, dilation].flatMap((sides) => [...pair(sides)]).every((side) => side === 1);
    return isPlain && height === 3 && width === 3 && groups === 1;
  }

  /**
   * A kernel of one pixel with a stride only looks at every so-many-th pixel. oneDNN 2.6, which Debian's libtorch 1.13 uses, writes
   * beyond its memory in the gradient of such a convolution on CPUs with AVX2 but without AVX-512, unless channels come in eights.
   */
  #isSubsampling(): boolean {
    const [stride, padding, , groups] = this.#geometry;
    const [outputs = 0, inputs = 0, height, width] = this.weight.shape;
    const isPlain = height === 1 && width === 1 && groups === 1 && pair(padding).every((side) => side === 0);
    return isPlain && pair(stride).some((step) => step > 1) && (inputs % 8 !== 0 || outputs % 8 !== 0);
  }

  #ofSubsampled(input: Tensor): Tensor {
    const [down, across] = pair(this.#geometry[0]);
    const seen = slice(slice(input, 2, null, null, down), 3, null, null, across);
    return conv2d(seen, this.weight, this.bias);
  }
}

const slice = operator("aten::slice.Tensor");

const conv2d = operator("aten::conv2d");
