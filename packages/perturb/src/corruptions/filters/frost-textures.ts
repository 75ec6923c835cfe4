/**
 * Textures like the photographs of frost: random fields whose power falls with frequency as theirs does.
 *
 *     power(k) ~ k^slope        phases random, the same for everybody
 *
 * Means, spreads and slopes were measured on crops of 32, 64 and 224 pixels of the originals, scaled to 0.2, 0.3 and 1;
 * perturbations.md 1.4.
 * @module
 */

import { philox4x32, streamNumber } from "@selectivity-lab/base";
import { type SeverityTable, severityTables } from "../contract/corruption.js";
import { CorruptionRandom } from "../contract/corruption-random.js";
import { Fourier } from "./fourier.js";

/** One photograph's measures, in levels 0..255; triples of numbers are for crops of 32, 64 and 224 pixels. */
export interface FrostKind {
  readonly name: string;
  /** A uniform number below this, and not below that of the kind before, draws this kind. */
  readonly upTo: number;
  readonly mean: readonly [number, number, number];
  readonly sdOfMeans: readonly [number, number, number];
  /** Of red, green and blue, whatever the size. */
  readonly sdInside: readonly [number, number, number];
  readonly slope: readonly [number, number, number];
  /** Correlation of red with the other two channels. */
  readonly redWithOthers: number;
}

/** All kinds. The second and third photographs are the same, so that one is drawn twice as often. */
export const KINDS: readonly FrostKind[] = [
  {
    ...{ name: "f1", upTo: 0.2, mean: [77, 148, 165], sdOfMeans: [10, 9, 8], sdInside: [21, 13, 13] },
    ...{ slope: [-1.3, -1.6, -1.6], redWithOthers: 0.7 },
  },
  {
    ...{ name: "f2", upTo: 0.6, mean: [198, 202, 212], sdOfMeans: [9, 6, 6], sdInside: [18, 18, 18] },
    ...{ slope: [-0.9, -1.4, -2], redWithOthers: 1 },
  },
  {
    ...{ name: "f4", upTo: 0.8, mean: [143, 157, 170], sdOfMeans: [11, 7, 6], sdInside: [26, 26, 23] },
    ...{ slope: [-0.4, -0.9, -1.5], redWithOthers: 1 },
  },
  {
    ...{ name: "f5", upTo: 1, mean: [102, 114, 126], sdOfMeans: [16, 13, 11], sdInside: [35, 35, 33] },
    ...{ slope: [-1.2, -1.6, -1.8], redWithOthers: 1 },
  },
];

/** A texture that joins at its edges: red, green and blue fields `[side, side]`, of mean 0. */
export interface FrostTexture {
  readonly side: number;
  readonly fields: readonly Float64Array[];
}

/** Side of a texture in pixels: four crops of 32 across, two of 64, two of 224. A power of two. */
const SIDES: Readonly<Record<SeverityTable, number>> = { cifar: 128, tiny: 128, imagenet: 512 };
const made = new Map<string, FrostTexture>();

/** The texture of a kind; made once. */
export function frostTexture(kind: FrostKind, table: SeverityTable): FrostTexture {
  const key = `${kind.name} ${table}`;
  const known = made.get(key);
  if (known) return known;
  const slope = kind.slope[severityTables.indexOf(table) as 0 | 1 | 2];
  const side = SIDES[table];
  const [common, other] = [0, 1].map((which) => randomField(side, slope, 2 * KINDS.indexOf(kind) + which)) as [
    Float64Array,
    Float64Array,
  ];
  const share = kind.redWithOthers;
  const red = common.map((value, i) => share * value + Math.sqrt(1 - share ** 2) * (other[i] as number));
  const texture = { side, fields: [red, common, common] };
  made.set(key, texture);
  return texture;
}

/** A real field with random phases and amplitude k^(slope / 2), of mean 0 and standard deviation 1. */
function randomField(side: number, slope: number, number: number): Float64Array {
  const words = new Uint32Array(2 * side * side);
  const stream = streamNumber("frostTexture");
  for (let i = 0; i < words.length; i += 4) words.set(philox4x32([i / 4, number, 0, stream], [0x66726f73, 0x74]), i);
  const noise = new CorruptionRandom(words).normals(words.length);
  const [real, imaginary] = [new Float64Array(side * side), new Float64Array(side * side)];
  for (let i = 0; i < real.length; i++) {
    const frequency = Math.hypot(signed(Math.floor(i / side), side), signed(i % side, side));
    const amplitude = frequency === 0 ? 0 : frequency ** (slope / 2);
    real[i] = amplitude * (noise[2 * i] as number);
    imaginary[i] = amplitude * (noise[2 * i + 1] as number);
  }
  for (const step of [1, side]) transformAxis(real, imaginary, side, step);
  const sd = Math.sqrt(real.reduce((sum, value) => sum + value ** 2, 0) / real.length);
  return real.map((value) => value / sd);
}

function signed(index: number, side: number): number {
  return index < side / 2 ? index : index - side;
}

/**
 * The discrete Fourier transform along one axis, in place. Small textures are transformed as it is defined: a faster way rounds
 * differently, and images made with them would change.
 */
function transformAxis(real: Float64Array, imaginary: Float64Array, side: number, step: number): void {
  const transform = side > SIDES.tiny ? new Fourier(side) : { transform: createSlowTransform(side) };
  const [a, b] = [new Float64Array(side), new Float64Array(side)];
  for (let line = 0; line < side; line++) {
    const start = line * (step === 1 ? side : 1);
    for (let k = 0; k < side; k++) {
      a[k] = real[start + k * step] as number;
      b[k] = imaginary[start + k * step] as number;
    }
    transform.transform(a, b);
    for (let k = 0; k < side; k++) {
      real[start + k * step] = a[k] as number;
      imaginary[start + k * step] = b[k] as number;
    }
  }
}

function createSlowTransform(side: number): (real: Float64Array, imaginary: Float64Array) => void {
  const angles = Array.from({ length: side }, (_, i) => (2 * Math.PI * i) / side);
  const [cosine, sine] = [angles.map(Math.cos), angles.map(Math.sin)];
  return (real, imaginary) => {
    const [from, other] = [real.slice(), imaginary.slice()];
    for (let k = 0; k < side; k++) {
      let [x, y] = [0, 0];
      for (let n = 0; n < side; n++) {
        const [c, s] = [cosine[(k * n) % side] as number, sine[(k * n) % side] as number];
        const [re, im] = [from[n] as number, other[n] as number];
        x += re * c - im * s;
        y += re * s + im * c;
      }
      real[k] = x;
      imaginary[k] = y;
    }
  };
}
