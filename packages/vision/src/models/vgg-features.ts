/**
 * The convolutions of VGG16 with batch norm: 5 stages of widths w, 2w, 4w, 8w, 8w, each ends in a 2 × 2 max-pool.
 *
 * Numbered as in torchvision's `vgg16_bn`, where a place is a convolution, a batch norm, a ReLU or a max-pool.
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

/** Widths of the convolutions of each stage, in units of the first. */
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
  /** Where its ReLUs stand: their names. */
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

/** Pixels a side that an image must have at least: every stage halves it. */
export const LEAST_SIDE = 2 ** STAGES.length;
