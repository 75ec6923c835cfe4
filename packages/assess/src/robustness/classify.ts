/**
 * One pass of a network over images: what it gets right, image by image.
 *
 * @module
 */
import { crossEntropy, noGrad, scope } from "@selectivity-lab/torch";
import { batches, everyIndex, type ImageDataset, type ImageModel } from "@selectivity-lab/vision";

/** What a network makes of N images. */
export interface Classification {
  /** Share of images classified correctly. */
  readonly accuracy: number;
  /** Mean cross entropy, in nats. */
  readonly loss: number;
  /** N times 1 where correct, else 0. */
  readonly correct: Uint8Array;
}

/** Images a forward pass; the result does not depend on it but for rounding. */
const BATCH_SIZE = 100;

/** Shows a network the images of a data set, in evaluation mode; leaves it in that mode. */
export function classify(model: ImageModel, dataset: ImageDataset): Classification {
  const correct = new Uint8Array(dataset.labels.numel);
  let [seen, loss] = [0, 0];
  model.eval();
  for (const { images, labels } of batches(dataset, everyIndex(dataset), { batchSize: BATCH_SIZE }))
    scope(() =>
      noGrad(() => {
        const logits = model.forward(images); // [B, K]
        correct.set(logits.argmax(1).eq(labels).toTypedArray() as Uint8Array, seen);
        loss += crossEntropy(logits, labels).item() * labels.numel;
        seen += labels.numel;
      }),
    );
  const right = correct.reduce((sum, bit) => sum + bit, 0);
  return { accuracy: right / seen, loss: loss / seen, correct };
}
