import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBytes, liveTensors, type Tensor, tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { corruptedSet, corruptedSetFile, openCorruptedSet } from "../../src/corruptions/corrupted-set.js";
import { readFrostPhotographs } from "../../src/corruptions/materials/frost-photographs.js";

const home = mkdtempSync(join(tmpdir(), "corrupted-set-"));
afterAll(() => rmSync(home, { recursive: true }));

const SIDE = 32;
const dataset: ImageDataset = {
  name: "gray",
  split: "test",
  images: fromBytes(new Uint8Array(2 * 3 * SIDE * SIDE).fill(90), { dtype: "uint8", shape: [2, 3, SIDE, SIDE] }),
  labels: tensor([0, 1], { dtype: "int64" }),
  classes: ["a", "b"],
  mean: [0, 0, 0],
  std: [1, 1, 1],
  sha256: { test: "0".repeat(64) },
};
const environment = { XDG_CACHE_HOME: join(home, "cache") };
const bytes = (images: Tensor) => [...(images.toTypedArray() as Uint8Array)];

/** A folder of five plain photographs. */
async function photographs(name: string, level: number): Promise<string> {
  const folder = join(home, name);
  mkdirSync(folder);
  const background = { r: level, g: level, b: level };
  for (const file of ["frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg"])
    await sharp({ create: { width: 200, height: 200, channels: 3, background } }).toFile(join(folder, file));
  return folder;
}

describe("corruptedSet", () => {
  test("is generated once, then mapped, and leaves no tensor behind", async () => {
    const options = { corruption: "fog", severity: 2, seed: 1, environment };
    const live = liveTensors();
    expect(openCorruptedSet(dataset, options)).toBeUndefined();
    const made = await corruptedSet(dataset, options);
    const kept = openCorruptedSet(dataset, options) as Tensor;
    expect(bytes(kept)).toEqual(bytes(made));
    for (const images of [made, kept]) images.dispose();
    expect(liveTensors()).toBe(live);
  });

  test("of frost is generated again for different photographs, wherever their folder lies", async () => {
    const options = { corruption: "frost", severity: 3, seed: 1, environment };
    const [dark, light] = [await photographs("dark", 40), await photographs("light", 200)];
    const [darkFrost, lightFrost] = [
      await readFrostPhotographs(dark, "cifar"),
      await readFrostPhotographs(light, "cifar"),
    ];
    const [first, second] = [
      bytes(await corruptedSet(dataset, { ...options, frost: darkFrost })),
      bytes(await corruptedSet(dataset, { ...options, frost: lightFrost })),
    ];
    expect(Math.max(...first)).toBeLessThan(Math.min(...second));
    const copy = await readFrostPhotographs(await photographs("copy", 40), "cifar");
    expect(corruptedSetFile(dataset, { ...options, frost: copy })).toEqual(
      corruptedSetFile(dataset, { ...options, frost: darkFrost }),
    );
  });

  test("of photographs has a place of its own, since its severities were different before; smaller images keep theirs", () => {
    const of = (side: number) => ({ ...dataset, images: tensor([0]).expand([2, 3, side, side]) });
    const identify = (side: number) =>
      corruptedSetFile(of(side), { corruption: "fog", severity: 1, seed: 0, environment }).identity;
    expect(identify(224)).toMatchObject({ table: "imagenet" });
    expect(Object.keys(identify(223))).toEqual(["name", "split", "shape", "sha256", "seed", "version"]);
  });

  test("does without a cache on a disk that refuses to be written, and says so once", async () => {
    const said: string[] = [];
    const options = { corruption: "contrast", seed: 1, environment: { XDG_CACHE_HOME: "/sys" } };
    for (const severity of [1, 2]) {
      const images = await corruptedSet(dataset, { ...options, severity, notify: (line) => said.push(line) });
      expect(images.shape).toEqual([2, 3, SIDE, SIDE]);
    }
    expect(said).toEqual([expect.stringMatching(/^\/sys\/.*corrupted images cannot be cached there, .*\(E\w+\)/)]);
  });

  test("throws if writing fails for any other reason", async () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    const options = { corruption: "contrast", severity: 1, seed: 1, environment: { XDG_CACHE_HOME: file } };
    const live = liveTensors();
    await expect(corruptedSet(dataset, options)).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(liveTensors()).toBeLessThanOrEqual(live); // fewer if garbage is collected meanwhile
  });
});
