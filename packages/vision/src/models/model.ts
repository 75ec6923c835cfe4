/**
 * The contract of a model: a module from images to logits that names its hidden unit layers. To add one, write a file that exports a
 * {@link ModelFamily}, and add a line to `families.ts`; names, help texts and the conformance suite follow from that list.
 * @module
 */
import { type Generator, Module, ShapeError, type Tensor } from "@selectivity-lab/torch";

/** C, H, W of one image. */
export type ImageShape = readonly [number, number, number];

/** What a model is created for. */
export interface ModelSpec {
  readonly inputShape: ImageShape;
  /** Number of classes: the model's logits are `[N, classes]`. */
  readonly classes: number;
  /** The model's own hyperparameters, by name. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Draws the initial weights: the same seed gives the same weights. */
  readonly generator: Generator;
}

/** An image classifier: images `[N, C, H, W]` to logits `[N, K]`; a tap can record every hidden unit layer. */
export abstract class ImageModel extends Module {
  /** @param inputShape shape of the images that `forward` takes. */
  protected constructor(private readonly inputShape: ImageShape) {
    super();
    // checked at run time too, for plugins in plain JavaScript
    if (!Array.isArray(inputShape)) throw new TypeError(`ImageModel: super() needs the inputShape, got ${inputShape}`);
  }

  /** Names under which `forward` records its hidden unit layers, in order; without the output layer. */
  abstract unitLayers(): string[];

  /** Checks that a batch has the shape that the model was created for. @throws ShapeError if it has not. */
  protected expectImages(input: Tensor): void {
    if (input.shape.length !== 4 || input.shape.slice(1).join() !== this.inputShape.join())
      throw new ShapeError("forward", "input", `[N, ${this.inputShape.join(", ")}]`, input);
  }
}

/** Models that share a constructor: their names, their options, and how they are created. */
export interface ModelFamily {
  /** Names that lists and suggestions show; the family may answer to more. */
  readonly names: readonly string[];
  /** What the models are, in a few words, for lists. */
  readonly summary?: string;
  /** Whether a name is one of this family. */
  answersTo(name: string): boolean;
  /** Names of the options that {@link create} understands. */
  readonly options: readonly string[];
  /** Creates a model with fresh weights. @throws ModelError for an impossible name or value of an option. */
  create(name: string, spec: ModelSpec): ImageModel;
}
