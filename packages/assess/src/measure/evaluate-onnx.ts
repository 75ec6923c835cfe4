/**
 * One pass of a classifier in an ONNX file over images: what evaluate.ts does for a network of the lab.
 *
 * @module
 */
import type { Answers, Floats, OnnxClassifier } from "@selectivity-lab/onnx";
import { type EvaluationOptions, EvaluationSums } from "@selectivity-lab/run";
import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { batches, everyIndex, type ImageDataset } from "@selectivity-lab/vision";

/** Numbers in a batch of images where the file leaves its size open: with the maps in between, some hundred megabytes. */
const BATCH_NUMBERS = 3e5;
const LARGEST_BATCH = 100;

/** Shows a classifier all images, normalised by the data set's own mean and standard deviation. @returns what it counted. */
export async function evaluateOnnx(
  classifier: OnnxClassifier,
  dataset: ImageDataset,
  { onImages, ...options }: EvaluationOptions = {},
): Promise<EvaluationSums> {
  const indices = everyIndex(dataset);
  const tally = new EvaluationSums(dataset, indices, options);
  const size = dataset.images.shape.slice(1).reduce((product, axis) => product * axis, 1);
  const free = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(BATCH_NUMBERS / size)));
  for (const { images, labels } of batches(dataset, indices, { batchSize: classifier.batchSize ?? free })) {
    const answers = await classifier.run(images.toTypedArray() as Float32Array);
    scope(() => add(tally, answers, labels));
    onImages?.(tally.seen, indices.length);
  }
  return tally;
}

function add(tally: EvaluationSums, { logits, unitMeans }: Answers, labels: Tensor): void {
  const asTensor = ({ data, dims }: Floats) => tensor(data, { shape: dims });
  tally.add(asTensor(logits), labels, new Map([...unitMeans].map(([layer, means]) => [layer, asTensor(means)])));
}
