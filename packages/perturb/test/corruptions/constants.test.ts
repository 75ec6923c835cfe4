/** Values that the published scripts come to, as perturbations.md 1.2 and 1.3 list them. */
import { describe, expect, test } from "vitest";
import { meanOfZooms, zoomAxis } from "../../src/corruptions/filters/clipped-zoom.js";
import { inside } from "../../src/corruptions/filters/edge.js";
import { gaussianFilter, gaussianWeights } from "../../src/corruptions/filters/gaussian-filter.js";
import { motionOffset, motionWeights } from "../../src/corruptions/filters/motion-filter.js";
import { plasmaSide } from "../../src/corruptions/filters/plasma.js";
import { inverted, poissonTable } from "../../src/corruptions/filters/poisson.js";
import { chamferDistance } from "../../src/corruptions/filters/relief.js";
import { diskTaps } from "../../src/corruptions/kinds/defocus-blur.js";
import { windows } from "../../src/corruptions/kinds/pixelate.js";
import { zoomFactors } from "../../src/corruptions/kinds/zoom-blur.js";

describe("defocus_blur", () => {
  test.each([
    [
      [0.3, 0.4],
      [0.0404, 0.9192],
    ],
    [
      [0.4, 0.5],
      [0.1065, 0.787],
    ],
    [
      [0.5, 0.6],
      [0.1664, 0.6672],
    ],
  ] as const)("a disk below a pixel, %o, is a Gaussian of taps %o", (disk, [side, centre]) => {
    const at = (dy: number, dx: number) => diskTaps(disk).find((tap) => tap.dy === dy && tap.dx === dx)?.weight ?? 0;
    expect(at(0, 0)).toBeCloseTo(centre * centre, 3);
    expect(at(0, 1)).toBeCloseTo(centre * side, 3);
    expect(at(1, 1)).toBeCloseTo(side * side, 3);
  });

  test.each([
    [[1, 0.2], 5],
    [[1.5, 0.1], 9],
    [[2.5, 0.01], 21],
    [[3, 0.1], 29],
  ] as const)("the disk %o has %i pixels of the same weight", (disk, count) => {
    const large = diskTaps(disk).filter(({ weight }) => weight > 1e-3);
    expect(large).toHaveLength(count);
    for (const { weight } of large) expect(weight).toBeCloseTo(1 / count, 4);
  });
});

test.each([
  [4, 89, 1, 0],
  [6, 169, 1, 0],
  [8, 257, 1.0129755, 0.0042251823],
  [10, 429, 1.0107858, 0.002624993],
])(
  "the disk of radius %i has the %i weights that OpenCV 4 gives it, which sum to %f; the outermost is %f",
  (radius, count, sum, last) => {
    const taps = diskTaps([radius, 0.5]);
    expect(taps).toHaveLength(count);
    expect(taps.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(sum, 5); // OpenCV's are float32
    const outermost = taps.find(({ dy, dx }) => dx === 0 && dy === -Math.max(8, radius));
    expect(outermost?.weight ?? 0).toBeCloseTo(last, 7);
  },
);

test.each([
  [12, 0.01, 1.11],
  [16, 0.01, 1.1500000000000001],
  [11, 0.02, 1.2000000000000002],
  [13, 0.02, 1.2400000000000002],
  [11, 0.03, 1.3000000000000003],
])("photographs are zoomed %i times, in steps of %f, as NumPy's arange has them", (count, step, last) => {
  expect(zoomFactors([count, step]).at(-1)).toBe(last);
});

test("a large plane is zoomed as a map of its pixels would do it", () => {
  const [height, width, factors] = [230, 301, [1, 1, 1.01, 1.3, 2.5]];
  const plane = Float64Array.from({ length: height * width }, (_, i) => Math.sin(i / 7) + (i % 13));
  const axes = factors.map((factor) => [zoomAxis(height, factor), zoomAxis(width, factor)] as const);
  const expected = plane.map((_, i) => {
    let sum = 0;
    for (const [rows, columns] of axes)
      for (const [y, a] of rows[Math.floor(i / width)] ?? [])
        for (const [x, b] of columns[i % width] ?? []) sum += a * b * (plane[y * width + x] as number);
    return sum / factors.length;
  });
  meanOfZooms(plane, height, width, factors);
  const apart = plane.map((value, i) => Math.abs(value - (expected[i] as number)));
  expect(Math.max(...apart.slice(0, 9000), ...apart.slice(-9000))).toBeLessThan(1e-12); // float64, summed in a different order
});

test("kernels sum to 1", () => {
  const sum = (weights: Iterable<number>) => [...weights].reduce((total, weight) => total + weight, 0);
  expect(sum(gaussianWeights(1.5))).toBeCloseTo(1, 12);
  expect(sum(motionWeights({ radius: 9, sigma: 2.5 }))).toBeCloseTo(1, 12);
  for (const disk of [
    [0.3, 0.4],
    [3, 0.1],
  ] as const)
    expect(sum(diskTaps(disk).map(({ weight }) => weight))).toBeCloseTo(1, 10);
});

test("a Gaussian of 0.05 pixels is the pixel itself; one of 1 reaches 4", () => {
  expect(gaussianWeights(0.05)).toHaveLength(1);
  expect(gaussianWeights(1)).toHaveLength(9);
});

test("a Gaussian that reaches further than 1,024 pixels is that of the definition, reflected many times", () => {
  const [height, width, sigma] = [5, 41, 400];
  const plane = Float64Array.from({ length: height * width }, (_, i) => Math.sin(i) + (i % 7));
  const expected = plane.slice();
  const weights = gaussianWeights(sigma, 3);
  const reach = (weights.length - 1) / 2;
  expect(reach).toBe(1200);
  const filterLine = (start: number, step: number, length: number) => {
    const line = Float64Array.from({ length }, (_, i) => expected[start + i * step] as number);
    for (let i = 0; i < length; i++)
      expected[start + i * step] = weights.reduce(
        (sum, weight, w) => sum + weight * (line[inside(i + w - reach, length, "reflect")] as number),
        0,
      );
  };
  for (let x = 0; x < width; x++) filterLine(x, width, height);
  for (let y = 0; y < height; y++) filterLine(y * width, 1, width);
  gaussianFilter(plane, height, width, sigma, { edge: "reflect", truncate: 3 });
  expect(Math.max(...plane.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-11); // float64 transforms
});

test("a plane of fog covers a photograph of 12 megapixels, and repeats on longer ones instead of filling the memory", () => {
  expect([plasmaSide(3000, 4000), plasmaSide(224, 224), plasmaSide(900, 30_000)]).toEqual([4096, 256, 8192]);
});

test("motion_blur reads whole pixels: 45 degrees down and right", () => {
  expect(motionWeights({ radius: 6, sigma: 1 })).toHaveLength(13);
  expect([0, 1, 2, 3].map((i) => motionOffset(i, 45))).toEqual([
    { dx: -0, dy: -0 },
    { dx: 1, dy: 1 },
    { dx: 1, dy: 1 },
    { dx: 2, dy: 2 },
  ]);
});

describe("zoom_blur", () => {
  test.each([7, 12, 16, 21, 26])("%i factors, from 1 in hundredths", (count) => {
    const factors = zoomFactors([count, 0.01]);
    expect(factors[0]).toBe(1);
    expect(factors.at(-1)).toBeCloseTo(1 + (count - 1) / 100, 12);
  });

  test("1.25 as NumPy accumulates it enlarges 26 pixels to 33, written down it makes 32", () => {
    const last = (factor: number) => zoomAxis(32, factor).at(-1)?.at(-1)?.[0];
    expect(zoomFactors([26, 0.01]).at(-1)).toBeGreaterThan(1.25);
    expect([last(zoomFactors([26, 0.01]).at(-1) as number), last(1.25)]).toEqual([28, 28]);
    expect(zoomAxis(32, zoomFactors([26, 0.01]).at(-1) as number)).not.toEqual(zoomAxis(32, 1.25));
  });
});

test.each([
  [32, [0.95, 0.9, 0.85, 0.75, 0.65], [30, 28, 27, 24, 20]],
  [64, [0.9, 0.8, 0.7, 0.6, 0.5], [57, 51, 44, 38, 32]],
] as const)("pixelate makes images of %i pixels, at %o, images of %o", (side, shares, sizes) => {
  expect(shares.map((share) => windows(side, share).length)).toEqual(sizes);
  for (const share of shares) {
    const own = windows(side, share);
    expect([own[0]?.[0], own.at(-1)?.[1]]).toEqual([0, side]);
    for (const [i, [first]] of own.slice(1).entries()) expect(first).toBe(own[i]?.[1]);
  }
});

test("poisson inverts its distribution function", () => {
  // scipy.stats.poisson.ppf
  for (const [mean, uniform, count] of [
    [0, 0.7, 0],
    [0.5, 0.6, 0],
    [0.5, 0.61, 1],
    [3.2, 0.5, 3],
    [250, 0.975, 281],
    [1000, 0.001, 904],
    [1000, 0.999999, 1154],
  ] as const)
    expect(inverted(poissonTable(mean), uniform), `mean ${mean}, ${uniform}`).toBe(count);
});

test("the chamfer distance goes along, across and by knight's moves", () => {
  const edge = new Uint8Array(49);
  edge[0] = 1;
  const at = (y: number, x: number) => chamferDistance(edge, 7, 7)[7 * y + x] as number;
  expect(at(0, 3)).toBe(3);
  expect(at(2, 2)).toBeCloseTo(2.8, 12);
  expect(at(1, 2)).toBeCloseTo(2.1969, 12);
  expect(at(3, 5)).toBeCloseTo(2 * 2.1969 + 1.4, 12);
});
