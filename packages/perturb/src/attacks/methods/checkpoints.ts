/**
 * When APGD checks its progress: rarely at the start, often at the end.
 *
 * @module
 */

/**
 * Computes the iterations after which APGD may halve its step.
 *
 * The first window is 22% of all iterations; each following one is 3% shorter, down to 6%.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690, section 3.1; the windows are rounded to whole numbers as in their code.
 * @example findCheckpoints(100) // [22, 41, 57, 70, 80, 87, 93, 99]
 */
export function findCheckpoints(steps: number): number[] {
  const part = (share: number) => Math.max(Math.trunc(share * steps), 1);
  const places: number[] = [];
  for (let window = part(0.22), at = window; at <= steps; ) {
    places.push(at);
    window = Math.max(window - part(0.03), part(0.06));
    at += window;
  }
  return places;
}
