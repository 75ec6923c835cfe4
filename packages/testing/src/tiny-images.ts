/**
 * A data set small enough to train on in milliseconds, in the files of Fashion-MNIST: noise, with a bright patch whose
 * place tells the class. No two runs differ: its noise is a formula.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SIDE = 28;
const CLASSES = 10;
const PATCH = 7;

/** Makes a folder to be named with `--data-dir`. */
export function writeTinyImages(folder: string, { train = 240, test = 100, side = SIDE } = {}): string {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  for (const [prefix, count, salt] of [["train", train, 1] as const, ["t10k", test, 2] as const]) {
    put(`${prefix}-images-idx3-ubyte`, idx(0x803, [count, side, side], images(count, side, salt)));
    put(`${prefix}-labels-idx1-ubyte`, idx(0x801, [count], Uint8Array.from({ length: count }, classOf)));
  }
  return folder;
}

const classOf = (_: unknown, image: number) => image % CLASSES;

/** A magic number, sizes, bytes. */
function idx(magic: number, sizes: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 * (1 + sizes.length));
  for (const [word, value] of [magic, ...sizes].entries()) header.writeUInt32BE(value, 4 * word);
  return Buffer.concat([header, bytes]);
}

function images(count: number, side: number, salt: number): Uint8Array {
  const pixels = new Uint8Array(count * side * side);
  let state = salt;
  for (const index of pixels.keys()) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator: noise enough
    const [image, row, column] = [Math.floor(index / side ** 2), Math.floor(index / side) % side, index % side];
    pixels[index] = (state >>> 25) + (isInPatch(image % CLASSES, row, column) ? 120 : 0);
  }
  return pixels;
}

/** The patches lie in a grid of four columns. */
function isInPatch(label: number, row: number, column: number): boolean {
  return Math.floor(row / PATCH) === Math.floor(label / 4) && Math.floor(column / PATCH) === label % 4;
}
