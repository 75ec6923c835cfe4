/** A folder of pictures, small enough to train on in milliseconds: noise, with a bright row whose place tells the class. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const SIDE = 8;

/** How many pictures, and which: another `salt` gives other pictures. */
export interface TinyPhotos {
  readonly classes?: number;
  /** Pictures of each class. */
  readonly train?: number;
  readonly test?: number;
  readonly salt?: number;
}

/** Makes a folder to be named by `dataset=./photos`. */
export async function writeTinyPhotos(
  folder: string,
  { classes = 4, train = 12, test = 4, salt = 1 }: TinyPhotos = {},
): Promise<string> {
  let state = salt;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator: noise enough
    return state >>> 25;
  };
  for (const [split, count] of Object.entries({ train, test }))
    for (let label = 0; label < classes; label++) {
      const home = join(folder, split, `class${label}`);
      mkdirSync(home, { recursive: true });
      for (let image = 0; image < count; image++) {
        const pixels = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, index) => {
          const row = Math.floor(index / (3 * SIDE));
          return next() + (row === label ? 120 : 0);
        });
        await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
          .png()
          .toFile(join(home, `${image}.png`));
      }
    }
  return folder;
}
