/**
 * A tap that removes units: the network goes on with their activations held at a value, 0 or their mean, whatever the image.
 *
 *     row 0   image 0 without unit 3 of layer "relu"
 *     row 1   image 0 without units 1 and 2
 *     row 2   image 1 without unit 3 …
 *
 * A pass takes any choice of (image, lesion). The images are computed once up to the first layer of which a unit is removed; from there on each row goes
 * its own way. Units are removed after their nonlinearity, as everything behind the layer reads them: before batch norm, the shift would come back.
 * Source: Morcos et al. 2018, arXiv:1803.06959.
 * @module
 */
import { operator, type Tap, type Tensor, tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";

/** Units to remove at once, by layer; their numbers count from 0. */
export type Lesion = ReadonlyMap<string, readonly number[]>;

/** One way through the network. */
export interface LesionRow {
  /** Place of the image in the batch. */
  readonly image: number;
  readonly lesion: Lesion;
}

/** At what a removed unit is held, in every layer that has one: `[U]`. */
export type HeldValues = ReadonlyMap<string, ArrayLike<number>>;

/** Removes units of one forward pass; see the module. Use it without gradients. */
export class LesionTap implements Tap {
  readonly #rows: readonly LesionRow[];
  readonly #held: HeldValues | undefined;
  readonly #layers: ReadonlySet<string>;
  /** Images of the batch, once its rows are laid out. */
  #images: number | undefined;
  readonly #replaced = new Set<string>();

  /** @param rows in the order of the logits. @param held 0 for all by default. */
  constructor(rows: readonly LesionRow[], held?: HeldValues) {
    this.#rows = rows;
    this.#held = held;
    this.#layers = new Set(rows.flatMap(({ lesion }) => [...lesion.keys()]));
  }

  wants(layer: string): boolean {
    return this.#layers.has(layer);
  }

  record(): void {}

  replace(layer: string, activation: Tensor): Tensor {
    if (!this.#layers.has(layer)) return activation;
    this.#replaced.add(layer);
    const laidOut = this.#images === undefined ? this.#layOut(activation) : activation;
    return this.#remove(layer, laidOut);
  }

  follow(beside: Tensor): Tensor {
    if (this.#images === undefined || beside.shape[0] !== this.#images) return beside;
    return this.#gather(beside);
  }

  /**
   * The logits of the rows.
   *
   * @param logits as the network returned them.
   * @throws {@link SelectivityError} `layer-missing` where the network did not go on with what this tap gave it.
   */
  readRows(logits: Tensor): Tensor {
    const missing = [...this.#layers].filter((layer) => !this.#replaced.has(layer));
    if (missing.length > 0)
      throw new SelectivityError("layer-missing", {
        problem: `units cannot be removed: the forward pass did not ask what to go on with after layer ${missing.map((layer) => `"${layer}"`).join(", ")}.`,
        remedy: "in forward(), go on with what showUnits(tap, name, activation) returns",
      });
    return logits.narrow(0, 0, this.#rows.length);
  }

  #layOut(activation: Tensor): Tensor {
    this.#images = activation.shape[0] as number;
    return this.#gather(activation);
  }

  /** Rows of the same images. One more than needed where there would be as many as images: shapes must tell the two apart. */
  #gather(of: Tensor): Tensor {
    const places = this.#rows.map(({ image }) => image);
    if (places.length === this.#images) places.push(0);
    const index = tensor(Int32Array.from(places), { dtype: "int64", device: of.device });
    if (of.shape.length !== 4) return of.indexSelect(0, index);
    const channelsLast = of.permute([0, 2, 3, 1]); // indexSelect would lay the rows out with channels first
    return channelsLast.indexSelect(0, index).permute([0, 3, 1, 2]);
  }

  /** Changes the rows in place: they were gathered here, or are what a later layer just computed of them. */
  #remove(layer: string, rows: Tensor): Tensor {
    const [count = 0, units = 0, ...space] = rows.shape;
    const removed = new Uint8Array(count * units);
    const held = new Float64Array(count * units);
    const values = this.#held?.get(layer);
    for (const [row, { lesion }] of this.#rows.entries())
      for (const unit of lesion.get(layer) ?? []) {
        if (!(unit >= 0 && unit < units)) throw refuseUnit(layer, unit, units);
        removed[row * units + unit] = 1;
        held[row * units + unit] = values?.[unit] ?? 0;
      }
    const shape = [count, units, ...space.map(() => 1)];
    const { dtype, device } = rows;
    maskedFill_(rows, tensor(removed, { shape, dtype: "bool", device }), 0); // exactly 0, whatever was there
    return values ? rows.add_(tensor(held, { shape, dtype, device })) : rows;
  }
}

function refuseUnit(layer: string, unit: number, units: number): SelectivityError {
  return new SelectivityError("invalid-argument", {
    problem: `layer "${layer}" has ${units} units, 0 to ${units - 1}, got ${unit}.`,
  });
}

const maskedFill_ = operator("aten::masked_fill_.Scalar");
