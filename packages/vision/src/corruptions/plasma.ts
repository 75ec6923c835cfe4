/**
 * Plasma fractals by the diamond-square algorithm, on a torus: clouds for fog.
 *
 * @module
 */
import type { Draws } from "./draws.js";

/** The side of the smallest plane that covers an image: a power of two. */
export function plasmaSide(height: number, width: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, height, width)));
}

/** Random numbers that a plane takes. */
export function plasmaWords(side: number): number {
  return side * side - 1;
}

/**
 * A plane `[side, side]`, from 0 to 1.
 *
 * @param decay by which the amplitude is divided from level to level; that of the random term is its square.
 */
export function plasma(side: number, decay: number, draws: Draws): Float64Array {
  const map = new Float64Array(side * side);
  const last = side - 1; // side is a power of two: & wraps around
  let amplitude = 100;
  for (let step = side; step >= 2; step /= 2, amplitude /= decay) {
    const half = step / 2;
    for (const [top, left, isCentre] of [
      [half, half, true],
      [0, half, false],
      [half, 0, false],
    ] as const)
      for (let y = top; y < side; y += step)
        for (let x = left; x < side; x += step) {
          const [up, down, before, after] = [
            (y - half) & last,
            (y + half) & last,
            (x - half) & last,
            (x + half) & last,
          ];
          const sum = isCentre
            ? at(map, up, before, side) +
              at(map, up, after, side) +
              at(map, down, before, side) +
              at(map, down, after, side)
            : at(map, up, x, side) + at(map, down, x, side) + at(map, y, before, side) + at(map, y, after, side);
          map[y * side + x] = sum / 4 + amplitude * draws.between(-amplitude, amplitude);
        }
  }
  return stretched(map);
}

function at(map: Float64Array, y: number, x: number, side: number): number {
  return map[y * side + x] as number;
}

function stretched(map: Float64Array): Float64Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of map) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return map.map((value) => (value - low) / (high - low));
}
