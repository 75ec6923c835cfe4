/**
 * The conformance suite of a model; see {@link ModelFamily}.
 *
 * @module
 */
import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { cat, Generator, liveTensors, rand, scope, setMasks, type Tap, type Tensor } from "@selectivity-lab/torch";
import type { ImageModel, ImageShape, ModelFamily } from "../models/model.js";
import type { ConformanceCheck } from "./check.js";

/** Which model of a family to check, and for which images. */
export interface ModelCheckOptions {
  /** The family's first name by default. */
  readonly name?: string;
  /** [1, 8, 8] by default. */
  readonly inputShape?: ImageShape;
  /** 4 by default. */
  readonly classes?: number;
  /** None by default. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Number of images in a batch. */
const IMAGES = 3;

/** The requirements of a model. */
export function listModelChecks(family: ModelFamily, given: ModelCheckOptions = {}): ConformanceCheck[] {
  const { name = family.names[0] ?? "", inputShape = [1, 8, 8], classes = 4, options = {} } = given;
  const create = (seed = 0) => family.create(name, { inputShape, classes, options, generator: new Generator(seed) });
  const batch = () => rand([IMAGES, ...inputShape], new Generator(1)); // [N, C, H, W]
  return [
    check("answers to each of its names", () => {
      ok(family.names.length > 0);
      for (const own of family.names) strictEqual(family.answersTo(own), true, own);
    }),
    check("gives the same weights for the same seed, and different ones for another", () => {
      const weights = (seed: number) => create(seed).parameters().map(readValues);
      deepStrictEqual(weights(1), weights(1));
      notDeepStrictEqual(weights(1), weights(2));
    }),
    check("returns one finite logit per image and class", () => {
      const logits = create().eval().forward(batch());
      deepStrictEqual([...logits.shape], [IMAGES, classes]);
      ok(readValues(logits).every(Number.isFinite));
    }),
    check("records every layer that unitLayers() names, in order, as [N, U] or [N, U, H, W]", () => {
      const [model, tap] = [create().eval(), new ShapeTap()];
      model.forward(batch(), tap);
      deepStrictEqual([...tap.shapes.keys()], model.unitLayers());
      for (const [layer, [images, ...rest]] of tap.shapes)
        ok(images === IMAGES && [1, 3].includes(rest.length), `${layer}: [${[images, ...rest]}]`);
    }),
    check("computes the same logits with a tap and without", () => {
      const model = create().eval();
      deepStrictEqual(readValues(model.forward(batch(), new ShapeTap())), readValues(model.forward(batch())));
    }),
    check("goes on with what a tap puts in place of each layer, also with more rows than images", () => {
      const model = create().eval();
      const plain = model.forward(batch());
      for (const layer of model.unitLayers()) {
        const tap = new EmptyingTap(layer);
        const logits = model.forward(batch(), tap);
        deepStrictEqual([...logits.shape], [2 * IMAGES, classes], `${layer}: showUnits() returns what to go on with`);
        const [same, empty] = [logits.narrow(0, 0, IMAGES), logits.narrow(0, IMAGES, IMAGES)];
        ok(areClose(readValues(same), readValues(plain)), `${layer}: the first rows are those of the images`);
        ok(!areClose(readValues(empty), readValues(plain)), `${layer}: without the layer the logits are the same`);
      }
    }),
    check("sends a gradient to every parameter", () => requireGradients(create(), batch())),
    check("refuses images of a different shape", () => {
      const [channels, height, width] = inputShape;
      const model = create();
      throws(() => model.forward(rand([IMAGES, channels + 1, height, width], new Generator(1))));
      throws(() => model.forward(rand([IMAGES, channels, height, width + 4], new Generator(1))));
      throws(() => model.forward(rand([channels, height, width], new Generator(1))));
    }),
    {
      name: "leaves no tensor behind after a pass",
      run: () => {
        scope(() => {
          const [model, images] = [create().eval(), batch()];
          const live = liveTensors();
          scope(() => void model.forward(images, new ShapeTap()));
          ok(liveTensors() <= live); // fewer if garbage is collected meanwhile
        });
      },
    },
  ];
}

/** A check whose tensors are freed at its end. */
function check(name: string, work: () => void): ConformanceCheck {
  return { name, run: () => scope(work) };
}

function requireGradients(model: ImageModel, images: Tensor): void {
  setMasks(model, { seed: 0, step: 0 }); // for models with dropout
  model.train().forward(images).square().sum().backward();
  for (const [name, { grad }] of model.namedParameters()) ok(grad, `${name} has no gradient`);
}

function readValues(tensor: Tensor): number[] {
  return Array.from(tensor.toTypedArray(), Number);
}

/** The same numbers, up to rounding of float32 in batches of another size. */
function areClose(some: readonly number[], others: readonly number[]): boolean {
  const scale = Math.max(...others.map(Math.abs));
  return some.every((value, i) => Math.abs(value - (others[i] as number)) <= 1e-4 * scale);
}

/** Goes on with each image twice: with a layer's activation, and with zeros instead. */
class EmptyingTap implements Tap {
  #emptied = false;

  constructor(private readonly layer: string) {}

  wants(layer: string): boolean {
    return layer === this.layer;
  }

  record(): void {}

  replace(layer: string, activation: Tensor): Tensor {
    if (layer !== this.layer) return activation;
    this.#emptied = true;
    return cat([activation, activation.mul(0)], 0);
  }

  follow(beside: Tensor): Tensor {
    return this.#emptied && beside.shape[0] === IMAGES ? cat([beside, beside], 0) : beside;
  }
}

/** Keeps the shape of everything that is recorded. */
class ShapeTap implements Tap {
  readonly shapes = new Map<string, readonly number[]>();

  wants(): boolean {
    return true;
  }

  record(layer: string, activation: Tensor): void {
    this.shapes.set(layer, activation.shape);
  }
}
