/**
 * A network in libtorch as a classifier.
 *
 * @module
 */
import { UnitRecorder } from "@selectivity-lab/selectivity";
import { noGrad, scope } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import type { ImageClassifier } from "./classifier.js";

/** Images per forward pass; the result depends on it only through rounding. */
const BATCH_SIZE = 100;

/**
 * Wraps a network as a classifier that computes in float32, whatever the network was trained in.
 *
 * Puts the network into evaluation mode and leaves it there.
 */
export function createNetworkClassifier(model: ImageModel): ImageClassifier {
  model.eval();
  return {
    batchSize: BATCH_SIZE,
    classify: (images, wantsUnits, use) =>
      scope(() =>
        noGrad(() => {
          const recorder = wantsUnits ? new UnitRecorder() : undefined;
          const logits = model.forward(images, recorder); // [N, K]
          use({ logits, unitMeans: recorder?.means ?? new Map() });
        }),
      ),
  };
}
