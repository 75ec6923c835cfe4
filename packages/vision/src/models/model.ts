/**
 * What an image classifier is to this package: a module that knows the names of its hidden unit layers.
 * @module
 */
import { type Generator, Module, ShapeError, type Tensor } from "@selectivity-lab/torch";

/** C, H, W of one image. */
export type ImageShape = readonly [number, number, number];

/** What a model is made for and of. */
export interface ModelSpec {
  readonly inputShape: ImageShape;
  /** How many classes there are: the model's logits are `[N, classes]`. */
  readonly classes: number;
  /** Hyper-parameters of the model at hand, by name. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Draws the initial weights: the same seed, the same weights. */
  readonly generator: Generator;
}

/** An image classifier: `[N, C, H, W]` to logits `[N, K]`, with every hidden unit layer open to a tap. */
export abstract class ImageModel extends Module {
  /** @param inputShape the images that `forward` takes. */
  protected constructor(private readonly inputShape: ImageShape) {
    super();
    // who extends it in plain JavaScript is not told by a compiler
    if (!Array.isArray(inputShape)) throw new TypeError(`ImageModel: super() wants the inputShape, got ${inputShape}`);
  }

  /** Names under which `forward` records its hidden units, in that order. The output layer is not among them. */
  abstract unitLayers(): string[];

  /** Refuses a batch that is not of the images the model was made for. */
  protected expectImages(input: Tensor): void {
    if (input.shape.length !== 4 || input.shape.slice(1).join() !== this.inputShape.join())
      throw new ShapeError("forward", "input", `[N, ${this.inputShape.join(", ")}]`, input);
  }
}

/** A kind of model: which names it answers to, what it may be asked for, and how it is made. */
export interface ModelFamily {
  /** Names to suggest and list; the family may answer to more. */
  readonly names: readonly string[];
  answersTo(name: string): boolean;
  readonly options: readonly string[];
  /** @throws ModelError when the name or an option's value is not possible. */
  create(name: string, spec: ModelSpec): ImageModel;
}
