/**
 * Zoom into the center at constant size: crop the center, enlarge it by linear interpolation, and trim it.
 *
 * Like the published scripts with SciPy's `zoom` of order 1, whose samples are aligned at the corners; results can be half a pixel
 * off the center, like theirs.
 * @module
 */
import { LinearMap } from "./linear-map.js";

/** Source pixels and weights of one pixel along one axis. */
type Mix = readonly (readonly [source: number, weight: number])[];

/** The maps made so far: images of one size and severity share theirs. */
const maps = new Map<string, LinearMap>();

/** The mean of the image zoomed by each factor; a factor may be there twice. Kept, so that each is made once. */
export function meanOfZooms(height: number, width: number, factors: readonly number[]): LinearMap {
  const key = `${height} ${width} ${factors.join(" ")}`;
  const known = maps.get(key);
  if (known) return known;
  const rows = Array.from({ length: height * width }, () => new Map<number, number>());
  for (const factor of factors) {
    const [vertical, horizontal] = [zoomAxis(height, factor), zoomAxis(width, factor)];
    for (const [i, row] of rows.entries())
      for (const [y, a] of vertical[Math.floor(i / width)] as Mix)
        for (const [x, b] of horizontal[i % width] as Mix) {
          const source = y * width + x;
          row.set(source, (row.get(source) ?? 0) + (a * b) / factors.length);
        }
  }
  const map = new LinearMap(rows);
  maps.set(key, map);
  return map;
}

/** How each pixel along an axis is mixed. */
export function zoomAxis(length: number, factor: number): Mix[] {
  const cropped = Math.ceil(length / factor);
  const top = Math.floor((length - cropped) / 2);
  const enlarged = roundHalfEven(cropped * factor);
  const trim = Math.floor((enlarged - length) / 2);
  return Array.from({ length }, (_, i) => {
    const position = enlarged === 1 ? 0 : ((i + trim) * (cropped - 1)) / (enlarged - 1);
    const low = Math.min(cropped - 1, Math.floor(position));
    const share = position - low;
    const near = [top + low, 1 - share] as const;
    return share === 0 ? [near] : [near, [top + Math.min(cropped - 1, low + 1), share] as const];
  });
}

/** The nearest whole number; of two as near, the even one, as Python rounds. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const above = value - low;
  if (above !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
