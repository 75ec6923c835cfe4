/**
 * Plasma fractals by the diamond-square algorithm, on a torus: clouds for fog.
 *
 * @module
 */
import type { CorruptionRandom } from "../contract/corruption-random.js";

/** Largest side of a plane, which takes 0.5 GB. Longer images repeat it; it joins at its edges. */
const LONGEST = 8192;

/** The side of the smallest plane that covers an image: a power of two. */
export function plasmaSide(height: number, width: number): number {
  return Math.min(LONGEST, 2 ** Math.ceil(Math.log2(Math.max(2, height, width))));
}

/** Random numbers that a plane takes. */
export function plasmaWords(side: number): number {
  return side * side - 1;
}

/**
 * A plane `[side, side]`, from 0 to 1.
 *
 * @param decay factor by which the amplitude is divided from level to level; that of the random term is its square.
 */
export function plasma(side: number, decay: number, draws: CorruptionRandom): Float64Array {
  const map = new Float64Array(side * side);
  const last = side - 1; // side is a power of two: & wraps around
  let amplitude = 100;
  for (let step = side; step >= 2; step /= 2, amplitude /= decay) {
    const half = step / 2;
    for (let y = half; y < side; y += step)
      for (let x = half; x < side; x += step) {
        const up = ((y - half) & last) * side;
        const down = ((y + half) & last) * side;
        const before = (x - half) & last;
        const after = (x + half) & last;
        const above = (map[up + before] as number) + (map[up + after] as number);
        const below = (map[down + before] as number) + (map[down + after] as number);
        map[y * side + x] = (above + below) / 4 + amplitude * draws.between(-amplitude, amplitude);
      }
    for (let top = 0; top <= half; top += half)
      for (let y = top; y < side; y += step)
        for (let x = half - top; x < side; x += step) {
          const upright =
            (map[((y - half) & last) * side + x] as number) + (map[((y + half) & last) * side + x] as number);
          const level =
            (map[y * side + ((x - half) & last)] as number) + (map[y * side + ((x + half) & last)] as number);
          map[y * side + x] = (upright + level) / 4 + amplitude * draws.between(-amplitude, amplitude);
        }
  }
  return stretched(map);
}

function stretched(map: Float64Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < map.length; i++) {
    low = Math.min(low, map[i] as number);
    high = Math.max(high, map[i] as number);
  }
  for (let i = 0; i < map.length; i++) map[i] = ((map[i] as number) - low) / (high - low);
  return map;
}
