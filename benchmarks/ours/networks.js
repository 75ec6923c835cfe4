/**
 * The networks of the step workloads, and the batch that they are stepped on; the same as in peers/networks.py.
 *
 * @module
 */
import { Generator, randn, tensor } from "@selectivity-lab/torch";
import { createModel } from "@selectivity-lab/vision";

const NETWORKS = {
  resnet20: { model: "resnet20", options: {}, images: [128, 3, 32, 32], classes: 10 },
  resnet18: { model: "resnet18", options: { stem: "no-maxpool" }, images: [64, 3, 64, 64], classes: 200 },
  "fashion-quick": { model: "resnet8", options: { width: 8 }, images: [128, 1, 28, 28], classes: 10 },
};

/** A fresh network, and a batch that is there already: what a step costs is measured without what a batch costs. */
export function createNetwork(name) {
  const { model, options, images: shape, classes } = NETWORKS[name];
  const [batch, ...inputShape] = shape;
  const generator = new Generator(0);
  const memoryFormat = "channels_last";
  const answers = Array.from({ length: batch }, (_, image) => (image * 7) % classes);
  return {
    model: createModel(model, { inputShape, classes, options, generator }).to({ memoryFormat }),
    images: randn(shape, generator).to({ memoryFormat }),
    labels: tensor(answers, { dtype: "int64" }),
    classes,
  };
}
