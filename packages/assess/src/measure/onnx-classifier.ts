/**
 * An ONNX file as a classifier for the evaluation loop.
 *
 * @module
 */
import type { Floats, OnnxClassifier } from "@selectivity-lab/onnx";
import type { ImageClassifier } from "@selectivity-lab/run";
import { scope, tensor } from "@selectivity-lab/torch";

/** Numbers per batch of images where the file takes any number of images: with the maps in between, a few hundred megabytes. */
const BATCH_NUMBERS = 3e5;
const LARGEST_BATCH = 100;

/** Wraps an ONNX file as a classifier. @param imageShape C, H, W. */
export function createFileClassifier(classifier: OnnxClassifier, imageShape: readonly number[]): ImageClassifier {
  const size = imageShape.reduce((product, axis) => product * axis, 1);
  const largest = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(BATCH_NUMBERS / size)));
  return {
    batchSize: classifier.batchSize ?? largest,
    classify: async (images, _, use) => {
      const { logits, unitMeans } = await classifier.run(images.toTypedArray() as Float32Array);
      scope(() => {
        const means = [...unitMeans].map(([layer, values]) => [layer, toTensor(values)] as const);
        use({ logits: toTensor(logits), unitMeans: new Map(means) });
      });
    },
  };
}

const toTensor = ({ data, dims }: Floats) => tensor(data, { shape: dims });
