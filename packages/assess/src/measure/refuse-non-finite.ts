/**
 * Refuses networks whose activations become NaN or infinite on the images at hand, and names the first layer where they do.
 *
 * @module
 */
import { type ClassifierOutputs, countFinite, createNotFiniteError, type ImageClassifier } from "@selectivity-lab/run";
import type { Tensor } from "@selectivity-lab/torch";

/**
 * Wraps a classifier. Where only scores are wanted, the layers are looked at once a score is not finite.
 *
 * @param file of the network, for the error. @returns a classifier that throws CheckpointError `not-finite`.
 */
export function refuseNonFinite(file: string, classifier: ImageClassifier): ImageClassifier {
  return {
    batchSize: classifier.batchSize,
    classify: async (images, wantsUnits, use) => {
      let isSound = true;
      await classifier.classify(images, wantsUnits, (outputs) => {
        isSound = findFirst(outputs) === undefined;
        if (isSound) use(outputs);
      });
      if (!isSound)
        await classifier.classify(images, true, (outputs) => {
          throw createNotFiniteError(file, findFirst(outputs) ?? "its scores are not finite");
        });
    },
  };
}

/** What is not finite first, as a sentence; `undefined` where all is. */
function findFirst({ unitMeans, logits }: ClassifierOutputs): string | undefined {
  const isBad = (tensor: Tensor) => countFinite(tensor) < tensor.numel;
  const layer = [...unitMeans].find(([, means]) => isBad(means))?.[0];
  if (layer !== undefined)
    return `activations of layer ${layer} are NaN or infinite, those of earlier layers are finite`;
  return isBad(logits) ? "scores are NaN or infinite, although all layers are finite" : undefined;
}
