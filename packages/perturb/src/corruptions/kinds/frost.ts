/**
 * Frost on the lens: a photograph of frost over the image, or a random texture that resembles one.
 *
 *     out = a · x + b · texture
 *
 * The published scripts have six photographs and never draw the last. They do not come with this package: `frost` needs their folder;
 * `frost_proc` draws textures with their colors, spread and grain instead, and must never be reported as frost.
 * @module
 */
import { defineCorruption, type Five, type SeverityTable, severityTables } from "../contract/corruption.js";
import type { CorruptionRandom } from "../contract/corruption-random.js";
import { clip, getPlane, luma, type Picture } from "../contract/picture.js";
import { frostTexture, KINDS } from "../filters/frost-textures.js";

interface Frost {
  readonly image: number;
  readonly frost: number;
  readonly table: SeverityTable;
}

const severities: Record<SeverityTable, Five<Frost>> = {
  cifar: [
    { image: 1, frost: 0.2, table: "cifar" },
    { image: 1, frost: 0.3, table: "cifar" },
    { image: 0.9, frost: 0.4, table: "cifar" },
    { image: 0.85, frost: 0.4, table: "cifar" },
    { image: 0.75, frost: 0.45, table: "cifar" },
  ],
  tiny: [
    { image: 1, frost: 0.3, table: "tiny" },
    { image: 0.9, frost: 0.4, table: "tiny" },
    { image: 0.8, frost: 0.45, table: "tiny" },
    { image: 0.75, frost: 0.5, table: "tiny" },
    { image: 0.7, frost: 0.55, table: "tiny" },
  ],
  imagenet: [
    { image: 1, frost: 0.4, table: "imagenet" },
    { image: 0.8, frost: 0.6, table: "imagenet" },
    { image: 0.7, frost: 0.7, table: "imagenet" },
    { image: 0.65, frost: 0.7, table: "imagenet" },
    { image: 0.6, frost: 0.75, table: "imagenet" },
  ],
};

/** Number of photographs that are drawn: the published scripts never draw the sixth. */
const DRAWN = 5;

/** Frost, with the original photographs. */
export const frost = defineCorruption<Frost>({
  name: "frost",
  code: 9,
  family: "weather",
  standard: true,
  fidelity: "exact in distribution",
  summary: "adds a photograph of frost, which must be at hand; parameters: weights of image and frost",
  severities,
  words: () => 3,
  apply(picture, { image, frost }, draws, { frost: photographs }) {
    if (!photographs) throw new Error("frost: needs the original photographs; see Materials");
    const photograph = photographs.pictures[draws.below(DRAWN)] as Picture;
    const top = drawStart(photograph.height, picture.height, draws);
    const left = drawStart(photograph.width, picture.width, draws);
    const crop = [0, 1, 2].map((c) => cut(getPlane(photograph, c), photograph.width, top, left, picture));
    blend(picture, image, frost, crop);
  },
});

/** Where a crop begins: one that is larger than the photograph begins anywhere, and continues on the other side. */
function drawStart(photograph: number, picture: number, draws: CorruptionRandom): number {
  return draws.below(picture < photograph ? photograph - picture : photograph);
}

/** Frost, with textures made here. */
export const frostProc = defineCorruption<Frost>({
  name: "frost_proc",
  code: 20,
  family: "weather",
  standard: true,
  fidelity: "substituted",
  summary: "adds a random texture like frost; parameters: weights of image and frost",
  severities,
  words: () => 5,
  apply(picture, { image, frost, table }, draws) {
    blend(picture, image, frost, drawFrostCrop(picture, table, draws));
  },
});

/** Adds a texture: red, green and blue planes of the picture's size, or their luma for a gray picture. */
function blend(picture: Picture, image: number, frost: number, texture: readonly Float64Array[]): void {
  const [red, green, blue] = texture as [Float64Array, Float64Array, Float64Array];
  const planes = picture.channels === 1 ? [red.map((r, i) => luma(r, green[i] as number, blue[i] as number))] : texture;
  for (const [c, overlay] of planes.entries()) {
    const plane = getPlane(picture, c);
    for (let i = 0; i < plane.length; i++)
      plane[i] = clip(image * (plane[i] as number) + frost * (overlay[i] as number));
  }
}

/** Cuts a window out of a plane of width `stride`, which wraps around at its edges. */
function cut(plane: Float64Array, stride: number, top: number, left: number, { height, width }: Picture): Float64Array {
  const crop = new Float64Array(height * width);
  const rows = plane.length / stride;
  for (let y = 0, i = 0; y < height; y++) {
    const row = ((top + y) % rows) * stride;
    for (let x = 0; x < width; x++, i++) crop[i] = plane[row + ((left + x) % stride)] as number;
  }
  return crop;
}

/** Draws a crop of a texture in red, green and blue, with one kind's mean color, spread between crops, and spread within. */
function drawFrostCrop(picture: Picture, table: SeverityTable, draws: CorruptionRandom): Float64Array[] {
  const choice = draws.uniform();
  const kind = KINDS.find(({ upTo }) => choice < upTo) ?? (KINDS.at(-1) as (typeof KINDS)[number]);
  const { side, fields } = frostTexture(kind, table);
  const [top, left] = [draws.below(side), draws.below(side)];
  const shift = kind.sdOfMeans[severityTables.indexOf(table) as 0 | 1 | 2] * (draws.normals(1)[0] as number);
  return fields.map((field, c) =>
    spread(cut(field, side, top, left, picture), (kind.mean[c] as number) + shift, kind.sdInside[c] as number),
  );
}

/** Scales levels to a mean and a standard deviation, as fractions of white, in place. */
function spread(values: Float64Array, mean: number, sd: number): Float64Array {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const centre = sum / values.length;
  for (const value of values) squares += (value - centre) ** 2;
  const scale = sd / Math.sqrt(squares / values.length);
  for (let i = 0; i < values.length; i++) values[i] = clip((mean + scale * ((values[i] as number) - centre)) / 255);
  return values;
}
