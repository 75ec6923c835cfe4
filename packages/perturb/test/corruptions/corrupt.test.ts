import { randomWords } from "@selectivity-lab/base";
import { fromBytes, type Tensor } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corrupt } from "../../src/corruptions/corrupt.js";
import { corruptionNames, describeCorruption, standardCorruptions } from "../../src/corruptions/corruptions.js";

const SIDE = 32;
const imagesOf = (count: number, channels: number, level: (i: number) => number): Tensor =>
  fromBytes(
    Uint8Array.from({ length: count * channels * SIDE * SIDE }, (_, i) => level(i)),
    {
      dtype: "uint8",
      shape: [count, channels, SIDE, SIDE],
    },
  );
const textured = (count: number, channels = 3) =>
  imagesOf(count, channels, (i) => randomWords(5, "split", i)[0] >>> 24);
const bytesOf = (images: Tensor) => images.toTypedArray() as Uint8Array;
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test("there are nineteen, fifteen of them standard: three of noise, four of each other family", () => {
  expect(corruptionNames).toHaveLength(19);
  const families = standardCorruptions.map((name) => describeCorruption(name).family);
  const count = (family: string) => families.filter((one) => one === family).length;
  expect(["noise", "blur", "weather", "digital"].map(count)).toEqual([3, 4, 4, 4]);
});

describe.each([...corruptionNames])("%s", (corruption) => {
  test("gives an image the same pixels in any batch and order", async () => {
    const images = textured(7);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        async (severity, some) => {
          const all = bytesOf(await corrupt(images, { corruption, severity, seed: 3 }));
          const size = all.length / 7;
          for (const index of some.toReversed()) {
            const alone = await corrupt(images.narrow(0, index, 1), {
              corruption,
              severity,
              seed: 3,
              indices: Int32Array.of(index),
            });
            expect(bytesOf(alone)).toEqual(all.slice(index * size, (index + 1) * size));
          }
        },
      ),
      { numRuns: 3 },
    );
  });

  test("changes a textured image, differently at each severity, and not the argument", async () => {
    const images = textured(2);
    const before = bytesOf(images).slice();
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(async (severity) => bytesOf(await corrupt(images, { corruption, severity })).join()),
    );
    expect(new Set([...made, before.join()]).size).toBe(6);
    expect(bytesOf(images)).toEqual(before);
  });

  test("takes gray images, and images of other sizes", async () => {
    expect((await corrupt(textured(2, 1), { corruption, severity: 3 })).shape).toEqual([2, 1, SIDE, SIDE]);
    const images = fromBytes(new Uint8Array(3 * 30 * 44).fill(90), { dtype: "uint8", shape: [1, 3, 30, 44] });
    expect((await corrupt(images, { corruption, severity: 5 })).shape).toEqual([1, 3, 30, 44]);
  });
});

describe("images of unusual sizes", () => {
  const plain = (height: number, width: number) =>
    fromBytes(
      Uint8Array.from({ length: 3 * height * width }, (_, i) => 60 + ((37 * i) % 130)),
      {
        ...{ dtype: "uint8", shape: [1, 3, height, width] },
      },
    );

  test.each(["cifar", "tiny", "imagenet"] as const)(
    "the smallest, 3 × 3, and narrow ones keep their light with %s",
    async (table) => {
      for (const [height, width] of [
        [3, 3],
        [3, 70],
        [65, 4],
      ] as const)
        for (const corruption of corruptionNames) {
          const values = bytesOf(await corrupt(plain(height, width), { corruption, severity: 3, table }));
          expect(meanOf(values), `${corruption} of ${width} × ${height}`).toBeGreaterThan(20); // black is what NaN becomes
        }
    },
  );

  test("those that have no inside are refused by their size", async () => {
    for (const [height, width] of [
      [2, 2],
      [1, 40],
      [40, 2],
    ] as const)
      await expect(corrupt(plain(height, width), { corruption: "brightness", severity: 1 })).rejects.toThrow(
        `at least 3 × 3 pixels, got ${width} × ${height}`,
      );
  });

  test("the shorter side chooses the severities", async () => {
    const options = { corruption: "contrast", severity: 3 };
    for (const [height, width, table] of [
      [47, 300, "cifar"],
      [300, 48, "tiny"],
      [224, 230, "imagenet"],
    ] as const)
      expect(bytesOf(await corrupt(plain(height, width), { ...options, corruption: "pixelate" }))).toEqual(
        bytesOf(await corrupt(plain(height, width), { ...options, corruption: "pixelate", table })),
      );
  });

  test("a picture larger than a photograph of frost is covered all over", async () => {
    const photograph = { channels: 3, height: 20, width: 30, pixels: new Float64Array(3 * 600).fill(0.5) };
    const frost = { sha256: "", pictures: Array(5).fill(photograph) };
    for (const [height, width] of [
      [40, 50],
      [20, 30],
      [10, 50],
    ] as const)
      for (const seed of [0, 1, 2, 3]) {
        const black = fromBytes(new Uint8Array(3 * height * width), { dtype: "uint8", shape: [1, 3, height, width] });
        const values = bytesOf(await corrupt(black, { corruption: "frost", severity: 1, seed, frost }));
        expect(new Set(values)).toEqual(new Set([25])); // a fifth of half of white
      }
  });
});

describe("what is known in closed form", () => {
  const grey = () => imagesOf(2, 3, () => 120);

  test.each([
    "gaussian_blur",
    "defocus_blur",
    "glass_blur",
    "motion_blur",
    "zoom_blur",
    "pixelate",
    "contrast",
    "jpeg_compression",
  ])("%s leaves a plain grey image alone, but for a level of rounding", async (corruption) => {
    for (const severity of [1, 2, 3, 4, 5])
      for (const value of bytesOf(await corrupt(grey(), { corruption, severity })))
        expect(Math.abs(value - 120)).toBeLessThanOrEqual(1);
  });

  test.each([
    ["gaussian_noise", 5, 0.1],
    ["speckle_noise", 5, (0.2 * 120) / 255],
    ["shot_noise", 5, Math.sqrt(120 / 255 / 50)],
  ])("%s has the standard deviation that it should", async (corruption, severity, sd) => {
    const values = bytesOf(
      await corrupt(
        imagesOf(20, 3, () => 120),
        { corruption, severity },
      ),
    );
    const centre = meanOf(values);
    const spread = Math.sqrt(meanOf(Array.from(values, (value) => (value - centre) ** 2)));
    // 61,440 values: the standard error of a standard deviation is 0.3 %, rounding to levels adds 0.1 %; truncation costs half a level
    expect(spread / 255 / sd).toBeGreaterThan(0.985);
    expect(spread / 255 / sd).toBeLessThan(1.015);
    expect(Math.abs(centre - 119.5)).toBeLessThan((4 * 255 * sd) / Math.sqrt(values.length));
  });

  test("impulse_noise replaces the share that it should, half by white", async () => {
    const values = bytesOf(
      await corrupt(
        imagesOf(20, 3, () => 120),
        { corruption: "impulse_noise", severity: 5 },
      ),
    );
    const [white, black] = [255, 0].map((level) => values.filter((value) => value === level).length / values.length);
    // standard error of a share of 0.035 in 61,440: 0.0007
    expect(Math.abs((white as number) - 0.035)).toBeLessThan(0.003);
    expect(Math.abs((black as number) - 0.035)).toBeLessThan(0.003);
  });

  test("brightness raises the strongest channel by its share of white", async () => {
    const colour = [200, 100, 40];
    const images = imagesOf(1, 3, (i) => colour[Math.floor(i / (SIDE * SIDE))] as number);
    const values = bytesOf(await corrupt(images, { corruption: "brightness", severity: 2 }));
    expect(Math.abs((values[0] as number) - (200 + 25.5))).toBeLessThanOrEqual(1);
  });

  test("fog stays below the brightest level of the image", async () => {
    const images = imagesOf(3, 3, (i) => i % 150);
    expect(Math.max(...bytesOf(await corrupt(images, { corruption: "fog", severity: 5 })))).toBeLessThanOrEqual(149);
  });

  test("frost_proc has the mean colors of the photographs", async () => {
    const black = imagesOf(400, 3, () => 0);
    const values = bytesOf(await corrupt(black, { corruption: "frost_proc", severity: 5 }));
    const plane = SIDE * SIDE;
    const means = [0, 1, 2].map((c) => meanOf(values.filter((_, i) => Math.floor(i / plane) % 3 === c)));
    // 0.45 of the kinds' means: red .2·77 + .4·198 + .2·143 + .2·102, and so on; 400 crops of standard deviation 50
    for (const [c, expected] of [143.6, 164.6, 177].entries())
      expect(Math.abs((means[c] as number) - 0.45 * expected)).toBeLessThan(4 * 0.45 * (50 / Math.sqrt(400)) + 1);
  });

  test("the mean over the fifteen is further from the image at each severity", async () => {
    const images = textured(4);
    const before = bytesOf(images);
    const distanceAt = async (severity: number) =>
      meanOf(
        await Promise.all(
          standardCorruptions.map(async (corruption) =>
            meanOf(
              Array.from(bytesOf(await corrupt(images, { corruption, severity })), (v, i) =>
                Math.abs(v - (before[i] as number)),
              ),
            ),
          ),
        ),
      );
    const distances = await Promise.all([1, 2, 3, 4, 5].map(distanceAt));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });
});

describe("what cannot be corrupted", () => {
  test.each([
    [{ corruption: "gausian_noise", severity: 1 }, 'Did you mean "gaussian_noise"'],
    [{ corruption: "fog", severity: 6 }, "severity must be one of 1, 2, 3, 4, 5, got 6"],
    [{ corruption: "frost", severity: 1 }, "frost needs the original photographs"],
  ])("%o is refused", async (options, message) => {
    await expect(corrupt(textured(1), options)).rejects.toThrow(message);
  });

  test("images that are not bytes, or have two channels", async () => {
    await expect(corrupt(textured(1).to({ dtype: "float32" }), { corruption: "fog", severity: 1 })).rejects.toThrow(
      "expected uint8 images",
    );
    await expect(corrupt(textured(2, 2), { corruption: "fog", severity: 1 })).rejects.toThrow("1 or 3 channels");
  });
});
