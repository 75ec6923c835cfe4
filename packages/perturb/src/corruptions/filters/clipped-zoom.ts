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

/** From this many pixels on, zooms are computed one after the other: a map of all would take 500 bytes per pixel. */
const LARGE = 224 * 224;

/** Replaces a plane `[H, W]` by the mean of it zoomed by each factor; a factor may be there twice. */
export function meanOfZooms(plane: Float64Array, height: number, width: number, factors: readonly number[]): void {
  if (plane.length < LARGE) mapOfZooms(height, width, factors).apply(plane);
  else averageZooms(plane, height, width, factors);
}

/** The maps made so far: images of one size and severity share theirs. */
const maps = new Map<string, LinearMap>();

function mapOfZooms(height: number, width: number, factors: readonly number[]): LinearMap {
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

function averageZooms(plane: Float64Array, height: number, width: number, factors: readonly number[]): void {
  const from = plane.slice();
  const row = new Float64Array(width);
  plane.fill(0);
  for (const factor of factors) {
    const columns = toPairs(zoomAxis(width, factor));
    const rows = toPairs(zoomAxis(height, factor));
    for (let y = 0; y < height; y++) {
      const [up, down] = [width * (rows.near[y] as number), width * (rows.far[y] as number)];
      const below = rows.share[y] as number;
      for (let x = 0; x < width; x++)
        row[x] = (1 - below) * (from[up + x] as number) + below * (from[down + x] as number);
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const right = columns.share[x] as number;
        const mixed =
          (1 - right) * (row[columns.near[x] as number] as number) + right * (row[columns.far[x] as number] as number);
        plane[i] = (plane[i] as number) + mixed;
      }
    }
  }
  for (let i = 0; i < plane.length; i++) plane[i] = (plane[i] as number) / factors.length;
}

/** Two source pixels of each pixel along an axis, and the weight of the second. */
function toPairs(mixes: readonly Mix[]) {
  const second = (mix: Mix) => mix[1] ?? [(mix[0] as Mix[number])[0], 0];
  return {
    near: Int32Array.from(mixes, (mix) => (mix[0] as Mix[number])[0]),
    far: Int32Array.from(mixes, (mix) => second(mix)[0]),
    share: Float64Array.from(mixes, (mix) => second(mix)[1]),
  };
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
