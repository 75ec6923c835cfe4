/**
 * The contract for whatever maps images to class scores: a network in libtorch, an ONNX file. The evaluation loop knows nothing else.
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";

/** What a classifier returns for a batch of N images. */
export interface ClassifierOutputs {
  /** `[N, K]`. */
  readonly logits: Tensor;
  /** `[N, U]` for each layer, in order of computation; may be empty where unit means were not requested. */
  readonly unitMeans: ReadonlyMap<string, Tensor>;
}

/** Maps images to class scores and, on request, to the mean of every hidden unit. */
export interface ImageClassifier {
  /** Images per call. The last batch of a pass may be smaller. */
  readonly batchSize: number;

  /**
   * Classifies a batch.
   *
   * @param images `[N, C, H, W]`, normalized.
   * @param wantsUnits whether unit means are needed.
   * @param use receives the outputs inside a scope, which frees them when `use` returns.
   */
  classify(images: Tensor, wantsUnits: boolean, use: (outputs: ClassifierOutputs) => void): void | Promise<void>;
}
