/** A small network with dropout and without batch norm, whose parts of a batch add up to the whole. */
import { Dropout, Linear, showUnits, type Tap, type Tensor } from "@selectivity-lab/torch";
import { ImageModel, type ModelFamily, type ModelSpec } from "@selectivity-lab/vision";

class MlpWithDropout extends ImageModel {
  readonly fc1: Linear;
  readonly dropout1 = new Dropout(0.5);
  readonly fc2: Linear;
  readonly dropout2 = new Dropout(0.25);
  readonly fc: Linear;

  constructor({ inputShape, classes, generator }: ModelSpec) {
    super(inputShape);
    this.fc1 = new Linear(inputShape[0] * inputShape[1] * inputShape[2], 16, { generator });
    this.fc2 = new Linear(16, 8, { generator });
    this.fc = new Linear(8, classes, { generator });
  }

  unitLayers(): string[] {
    return ["relu1", "relu2"];
  }

  forward(images: Tensor, tap?: Tap): Tensor {
    this.expectImages(images);
    const first = showUnits(tap, "relu1", this.fc1.forward(images.flatten(1)).relu());
    const second = showUnits(tap, "relu2", this.fc2.forward(this.dropout1.forward(first)).relu());
    return this.fc.forward(this.dropout2.forward(second));
  }
}

/** `mlp-dropout`, to be registered. */
export const mlpWithDropout: ModelFamily = {
  names: ["mlp-dropout"],
  answersTo: (name) => name === "mlp-dropout",
  options: [],
  create: (_name, spec) => new MlpWithDropout(spec),
};
