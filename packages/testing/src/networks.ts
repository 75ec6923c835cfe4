/** Networks of every family, small, whose batch norms have seen images: as files, without training. */
import { Generator, noGrad, rand, scope, setMasks, writeSafetensors } from "@selectivity-lab/torch";
import { createModel, type ImageModel, type ImageShape } from "@selectivity-lab/vision";

/** What a network is made of. */
export interface NetworkSpec {
  readonly model: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly inputShape: ImageShape;
  readonly classes?: number;
}

/** A network of each family, with each option that changes its layout. */
export const everyFamily: readonly NetworkSpec[] = [
  { model: "mlp", options: { widths: [16, 8] }, inputShape: [1, 8, 8] },
  { model: "convnet", options: { widths: [4, 8] }, inputShape: [3, 9, 9] },
  { model: "convnet", options: { widths: [4, 8], batchNorm: false, hidden: 6 }, inputShape: [3, 9, 9] },
  { model: "cnn11", options: { widths: [4, 4, 8], hidden: 5 }, inputShape: [3, 16, 16] },
  { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] },
  { model: "resnet20", options: { width: 4 }, inputShape: [3, 16, 16] },
  { model: "resnet18", options: { width: 4 }, inputShape: [3, 64, 64] },
  { model: "resnet18", options: { width: 4, stem: "no-maxpool" }, inputShape: [3, 32, 32] },
  { model: "resnet34", options: { width: 2, stem: "cifar" }, inputShape: [3, 16, 16] },
  { model: "resnet50", options: { width: 2 }, inputShape: [3, 64, 64] },
  { model: "vgg16", options: { width: 2 }, inputShape: [3, 32, 32] },
  { model: "vgg16_bn", options: { width: 2, hidden: 6 }, inputShape: [3, 96, 64] },
];

/** The network, in evaluation mode; its running statistics are those of noise. */
export function createTestNetwork({ model: name, options = {}, inputShape, classes = 10 }: NetworkSpec): ImageModel {
  const generator = new Generator(1);
  const model = createModel(name, { inputShape, classes, options, generator });
  setMasks(model, { seed: 1, step: 0 });
  model.to({ memoryFormat: "channels_last" });
  noGrad(() => {
    for (let pass = 0; pass < 20; pass++)
      scope(() =>
        model.forward(
          rand([16, ...inputShape], generator)
            .sub(0.5)
            .mul(4)
            .contiguous("channels_last"),
        ),
      );
  });
  return model.eval();
}

/** Writes the network as a file of the lab. */
export function writeNetwork(file: string, spec: NetworkSpec, dataset = "fashion-mnist"): void {
  const { model, options = {}, inputShape, classes = 10 } = spec;
  const state = createTestNetwork(spec).stateDict();
  const text = (values: unknown) => JSON.stringify(values);
  writeSafetensors(file, state, {
    model,
    modelOptions: text(options),
    dataset,
    classes: text(Array.from({ length: classes }, (_, label) => String(label))),
    inputShape: text(inputShape),
    mean: text(Array(inputShape[0]).fill(0.3)),
    std: text(Array(inputShape[0]).fill(0.25)),
    alpha: "0",
  });
  for (const tensor of state.values()) tensor.dispose();
}
