/** Pictures of any size: corrupted within bounded memory, or refused with the size that fits. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { liveTensors } from "@selectivity-lab/torch";
import { readImage } from "@selectivity-lab/vision";
import sharp from "sharp";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { checkPictureSize } from "../../src/corrupt/check-picture-size.js";
import { corruptImages } from "../../src/corrupt/corrupt-images.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);

async function picture(name: string, width: number, height: number): Promise<string> {
  await sharp({ create: { width, height, channels: 3, background: "#468" } })
    .png()
    .toFile(at(name));
  return at(name);
}

test("a photograph of 12 megapixels is refused before any work, with a size that fits", async () => {
  const photo = await picture("photo.png", 4000, 3000);
  const before = liveTensors();
  const out = at("sheet.png");
  const work = corruptImages(photo, { corruptions: ["all"], severities: [1, 2, 3, 4, 5], out });
  await expect(work).rejects.toThrow(/1\d\d copies of 4000 × 3000 pixels[\s\S]*--max-size \d/);
  expect([existsSync(out), liveTensors() <= before]).toEqual([false, true]);
});

test("the size that an error proposes is one that fits", () => {
  for (const [width, height, copies] of [
    [4000, 3000, 114],
    [20_000, 10, 1000],
    [30_000, 30_000, 1],
  ] as const) {
    const size = () => checkPictureSize({ file: "a.png", width, height, copies });
    const side = Number(/--max-size (\d+)/.exec(String(caught(size)))?.[1]);
    const scale = side / Math.max(width, height);
    const reduced = { width: Math.round(width * scale), height: Math.max(1, Math.round(height * scale)) };
    expect(() => checkPictureSize({ file: "a.png", ...reduced, copies })).not.toThrow();
  }
});

function caught(work: () => void): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test("a picture is reduced to --max-size, and progress is reported", async () => {
  const photo = await picture("wide.png", 1200, 600);
  const seen: number[][] = [];
  const out = at("wide-sheet.png");
  const how = { corruptions: ["brightness", "contrast"], severities: [1, 5], maxSize: 64, out };
  await corruptImages(photo, { ...how, onCorrupted: (...counts) => seen.push(counts) });
  expect(seen).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  const reduced = await readImage(photo, { maxSide: 64 });
  expect(reduced.shape).toEqual([1, 3, 32, 64]);
  reduced.dispose();
});

test("a smaller picture is not enlarged, and a picture on its side is measured upright", async () => {
  await sharp({ create: { width: 40, height: 20, channels: 3, background: "#468" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(at("side.jpg"));
  const sizes: number[][] = [];
  for (const maxSide of [undefined, 100, 10]) {
    const image = await readImage(at("side.jpg"), { maxSide, check: (...size) => sizes.push(size) });
    expect(image.shape.slice(2).reverse()).toEqual(sizes.at(-1));
    image.dispose();
  }
  expect(sizes).toEqual([
    [20, 40],
    [20, 40],
    [5, 10],
  ]);
});
