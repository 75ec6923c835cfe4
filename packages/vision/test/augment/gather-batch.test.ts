import { liveTensors, scope, tensor } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gatherBatch } from "../../src/augment/gather-batch.js";

interface Request {
  readonly shape: readonly [number, number, number, number];
  readonly pixels: Uint8Array;
  readonly indices: readonly number[];
  readonly offsets: readonly (readonly [number, number])[];
  readonly flips: readonly number[];
}

/** The definition, pixel by pixel. */
function slowly({ shape: [, channels, height, width], pixels, indices, offsets, flips }: Request): number[] {
  const out: number[] = [];
  for (const [item, image] of indices.entries())
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const row = y + (offsets[item]?.[0] ?? 0);
          const column = (flips[item] ? width - 1 - x : x) + (offsets[item]?.[1] ?? 0);
          const inside = row >= 0 && row < height && column >= 0 && column < width;
          const pixel = inside ? (pixels[((image * channels + c) * height + row) * width + column] as number) : 0;
          out.push((pixel / 255 - 0.25 * (c + 1)) / (0.5 + c));
        }
  return out;
}

function gathered({ shape, pixels, indices, offsets, flips }: Request, placed = true) {
  return scope(() => {
    const channels = Array.from({ length: shape[1] }, (_, c) => c);
    const placements = {
      offsets: tensor(
        offsets.map((pair) => [...pair]),
        { dtype: "int64" },
      ),
      flips: tensor([...flips], { dtype: "int64" }),
    };
    const mean = tensor(channels.map((c) => 0.25 * (c + 1)));
    const std = tensor(channels.map((c) => 0.5 + c));
    const images = tensor(pixels, { shape });
    const batch = gatherBatch(
      images,
      tensor([...indices], { dtype: "int64" }),
      placed ? placements : undefined,
      mean,
      std,
    );
    return { shape: batch.shape, dtype: batch.dtype, values: [...batch.toTypedArray()].map(Number) };
  });
}

const requests = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .chain(([count, channels, height, width]) => {
    const offset = fc.integer({ min: -3, max: 3 });
    const size = count * channels * height * width;
    return fc
      .array(fc.tuple(fc.nat({ max: count - 1 }), fc.tuple(offset, offset), fc.nat({ max: 1 })), {
        minLength: 1,
        maxLength: 6,
      })
      .chain((items) =>
        fc.record({
          shape: fc.constant([count, channels, height, width] as const),
          pixels: fc.uint8Array({ minLength: size, maxLength: size }),
          indices: fc.constant(items.map(([index]) => index)),
          offsets: fc.constant(items.map(([, pair]) => pair)),
          flips: fc.constant(items.map(([, , flip]) => flip)),
        }),
      );
  });

/** Three roundings of a float32 near values up to 2. */
const ROUNDING = 1e-6;

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  const worst = Math.max(...values.map((value, index) => Math.abs(value - (expected[index] as number))));
  expect(worst).toBeLessThan(ROUNDING);
}

describe("gatherBatch", () => {
  test("moves by rows down and columns right, mirrors, and fills with black", () => {
    const image = { shape: [1, 1, 2, 3] as const, pixels: Uint8Array.of(51, 102, 153, 204, 255, 0), indices: [0] };
    const grey = (request: Request) => gathered(request).values.map((value) => Math.round((value * 0.5 + 0.25) * 255));
    expect(grey({ ...image, offsets: [[1, 0]], flips: [0] })).toEqual([204, 255, 0, 0, 0, 0]);
    expect(grey({ ...image, offsets: [[0, -1]], flips: [0] })).toEqual([0, 51, 102, 0, 204, 255]);
    expect(grey({ ...image, offsets: [[0, 0]], flips: [1] })).toEqual([153, 102, 51, 0, 255, 204]);
  });

  test("agrees with its definition, pixel by pixel", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { shape, dtype, values } = gathered(request);
        expect(shape).toEqual([request.indices.length, ...request.shape.slice(1)]);
        expect(dtype).toBe("float32");
        expectClose(values, slowly(request));
      }),
    );
  });

  test("leaves images where they are without placements", () => {
    fc.assert(
      fc.property(requests, (request) => {
        expectClose(gathered(request, false).values, slowly({ ...request, offsets: [], flips: [] }));
      }),
    );
  });

  test("leaves no tensor behind", () => {
    const request = {
      shape: [1, 1, 1, 1] as const,
      pixels: Uint8Array.of(7),
      indices: [0],
      offsets: [[0, 0]] as const,
      flips: [1],
    };
    const before = liveTensors();
    gathered(request);
    expect(liveTensors()).toBe(before);
  });
});
