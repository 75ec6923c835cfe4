/**
 * The convolutions of VGG16 with batch norm: five stages of widths w, 2w, 4w, 8w and 8w, each followed by a 2 × 2 max-pool.
 *
 * Layers are numbered as in torchvision's `vgg16_bn`: convolutions, batch norms, ReLUs and max-pools count.
 * Source: Simonyan & Zisserman 2015, arXiv:1409.1556, configuration D.
 * @module
 */
import {
  BatchNorm2d,
  batchNormRelu,
  Conv2d,
  chain,
  type Generator,
  MaxPool2d,
  Module,
  type Tap,
  type Tensor,
} from "@selectivity-lab/torch";

/** Widths of the convolutions of each stage, as multiples of the first. */
const STAGES = [
  [1, 1],
  [2, 2],
  [4, 4, 4],
  [8, 8, 8],
  [8, 8, 8],
];

/** The convolutions, each followed by batch norm and ReLU, in stages that end in a max-pool. */
export class Features extends Module {
  readonly #steps: ((map: Tensor, tap?: Tap) => Tensor)[] = [];
  /** Names of the ReLUs: their numbers. */
  readonly #rectifiers: string[] = [];

  constructor(channels: number, width: number, generator: Generator) {
    super();
    let inputs = channels;
    let place = 0;
    for (const stage of STAGES) {
      for (const factor of stage) {
        this.#convolve(place, inputs, factor * width, generator);
        inputs = factor * width;
        place += 3;
      }
      const pool = new MaxPool2d(2);
      this.#steps.push((map) => pool.forward(map));
      place += 1;
    }
  }

  unitLayers(): readonly string[] {
    return this.#rectifiers;
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    return chain(
      input,
      this.#steps.map((step) => (map: Tensor) => step(map, tap)),
    );
  }

  #convolve(place: number, inputs: number, outputs: number, generator: Generator): void {
    const conv = new Conv2d(inputs, outputs, 3, { padding: 1, generator });
    const bn = new BatchNorm2d(outputs);
    const layer = `${place + 2}`;
    Object.assign(this, { [place]: conv, [place + 1]: bn }); // torchvision's numbers, where Module finds parts and names
    this.#rectifiers.push(layer);
    this.#steps.push((map, tap) => batchNormRelu(bn, conv.forward(map), { tap, layer }));
  }
}

/** Smallest side of an image in pixels: every stage halves it. */
export const LEAST_SIDE = 2 ** STAGES.length;
