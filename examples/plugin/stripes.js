/**
 * A plugin: a network and a data set of one's own.
 *
 *     npx selectivity sweep --plugin examples/plugin/stripes.js dataset=stripes model=two-layers epochs=3 --alphas=-1,0,1 --seeds 0,1 --out runs/stripes
 *
 * @param host the lab's packages, and where to register what this file brings.
 */
export default function ({ torch, vision, registerModel, registerDataset }) {
  const { Conv2d, fromBytes, Linear, showUnits, tensor } = torch;

  /** Two convolutions: each hidden layer is shown to the tap under its name, after its nonlinearity. */
  class TwoLayers extends vision.ImageModel {
    constructor({ inputShape, classes, options: { width = 8 }, generator }) {
      super(inputShape);
      this.conv1 = new Conv2d(inputShape[0], width, 3, { padding: 1, generator });
      this.conv2 = new Conv2d(width, 2 * width, 3, { stride: 2, padding: 1, generator });
      this.fc = new Linear(2 * width, classes, { generator });
    }

    unitLayers() {
      return ["relu1", "relu2"];
    }

    forward(images, tap) {
      this.expectImages(images);
      const one = showUnits(tap, "relu1", this.conv1.forward(images).relu());
      const two = showUnits(tap, "relu2", this.conv2.forward(one).relu());
      return this.fc.forward(two.mean([2, 3])); // [N, K]
    }
  }

  registerModel({
    names: ["two-layers"],
    answersTo: (name) => name === "two-layers",
    options: ["width"],
    create: (_name, spec) => new TwoLayers(spec),
  });

  /** Stripes that run level, upright or aslant, at random places. */
  registerDataset({
    name: "stripes",
    classes: ["level", "upright", "aslant"],
    mean: [0.5],
    std: [0.5],
    version: "1",
    load(split) {
      const count = split === "train" ? 300 : 90;
      const side = 12;
      const along = [(y, _x) => y, (_y, x) => x, (y, x) => y + x];
      const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => {
        const image = Math.floor(i / side ** 2);
        const place = along[image % 3](Math.floor(i / side) % side, i % side) + image * (split === "train" ? 5 : 7);
        return place % 4 < 2 ? 230 : 25;
      });
      const labels = BigInt64Array.from({ length: count }, (_, image) => BigInt(image % 3));
      return { images: fromBytes(pixels, { dtype: "uint8", shape: [count, 1, side, side] }), labels: tensor(labels) };
    },
  });
}
