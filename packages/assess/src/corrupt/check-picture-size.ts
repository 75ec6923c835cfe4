/**
 * Refuses pictures that are too small to be corrupted, and those whose corruptions would not fit into memory, before any is computed.
 *
 * @module
 */
import { RobustnessError } from "../error.js";

/**
 * Most pixels of all cells of a sheet, or of all severities of an array, together: 60 MB of color. Its PNG, in base64, stays far below
 * the longest text that the runtime can hold (512 MB).
 */
export const MOST_PIXELS = 20_000_000;

/** What is made of a picture. */
export interface PictureWork {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** How many copies of the picture are held in memory at once. */
  readonly copies: number;
}

/** Smallest side of a picture that can be corrupted, in pixels. */
const SMALLEST = 3;

/** @throws {@link RobustnessError} `picture-too-small`, or `picture-too-large`, which says to what size it has to be reduced. */
export function checkPictureSize({ file, width, height, copies }: PictureWork): void {
  if (Math.min(width, height) < SMALLEST)
    throw new RobustnessError({
      code: "picture-too-small",
      problem: `${file}: expected a picture of at least ${SMALLEST} × ${SMALLEST} pixels, got ${width} × ${height}`,
      remedy: "name a larger picture, or choose a larger --max-size",
      path: file,
    });
  if (width * height * copies <= MOST_PIXELS) return;
  const longest = Math.max(width, height);
  const side = Math.max(1, Math.floor(longest * Math.sqrt(MOST_PIXELS / (width * height * copies))));
  throw new RobustnessError({
    code: "picture-too-large",
    problem: `${file}: ${copies} copies of ${width} × ${height} pixels are more than fit into memory (${MOST_PIXELS / 1e6} million pixels)`,
    remedy: `reduce it with --max-size ${roundDown(side)}, or name fewer corruptions or severities`,
    path: file,
  });
}

/** A number that people write, not above `side`. */
function roundDown(side: number): number {
  const step = side > 100 ? 50 : 1;
  return Math.floor(side / step) * step;
}
