/** Pictures of any size: corrupted within bounded memory, or refused with the size that fits. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { liveTensors, readNpy } from "@selectivity-lab/torch";
import { readImage } from "@selectivity-lab/vision";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { checkPictureSize } from "../../src/corrupt/check-picture-size.js";
import { type CorruptImagesOptions, corruptImages } from "../../src/corrupt/corrupt-images.js";

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

async function corruptOnce(file: string, more: Partial<CorruptImagesOptions> = {}) {
  const out = at(`${basename(file)}.npy`);
  const said: string[] = [];
  const how = { corruptions: ["brightness"], severities: [1], out, notify: (line: string) => said.push(line) };
  const { table } = await corruptImages(file, { ...how, ...more });
  return { table, said, pixels: readNpy(out) };
}

test.each([
  [300, 240, "imagenet"],
  [300, 223, "tiny"],
  [47, 300, "cifar"],
])("a picture of %i × %i gets the severities that its shorter side asks for: %s", async (width, height, table) => {
  const file = await picture(`${width}-${height}.png`, width, height);
  expect((await corruptOnce(file)).table).toBe(table);
  expect((await corruptOnce(file, { table: "tiny" })).table).toBe("tiny");
});

test.each([
  [1, 300],
  [300, 1],
  [1, 1],
  [2, 2],
])("a picture of %i × %i has no inside, and is refused by name before any work", async (width, height) => {
  const file = await picture("thin.png", width, height);
  const work = corruptImages(file, { corruptions: ["all"], severities: [1], out: at("thin-folder") });
  await expect(work).rejects.toMatchObject({ code: "picture-too-small", path: file });
  await expect(work).rejects.toThrow(`thin.png: expected a picture of at least 3 × 3 pixels, got ${width} × ${height}`);
  expect(existsSync(at("thin-folder"))).toBe(false);
});

test.each(["same.png", "link.png"])("a picture is not replaced by what is made of it: --out %s", async (name) => {
  const file = await picture("same.png", 40, 40);
  if (!existsSync(at("link.png"))) symlinkSync("same.png", at("link.png"));
  const before = readFileSync(file);
  const work = corruptImages(file, { corruptions: ["fog"], severities: [1], out: at(name) });
  await expect(work).rejects.toMatchObject({ code: "would-replace-images", path: at(name) });
  expect(readFileSync(file)).toEqual(before);
});

test("corrupted arrays are not written into the folder of the images", async () => {
  const data = at("data");
  mkdirSync(data, { recursive: true });
  const work = corruptImages(data, { corruptions: ["fog"], severities: [1], out: data });
  await expect(work).rejects.toMatchObject({ code: "would-replace-images" });
  expect(readdirSync(data)).toEqual([]);
});

test("names in capitals, without an ending or with odd characters are fine; the bytes decide what a file is", async () => {
  const file = await picture("capitals.png", 40, 40);
  for (const name of ["PICTURE.JPG", "no-ending", "ü 100%.jpg"]) {
    copyFileSync(file, at(name));
    await corruptImages(at(name), { corruptions: ["brightness"], severities: [1], out: at("OUT.PNG") });
    expect(existsSync(at("OUT.PNG"))).toBe(true);
  }
});

test("a folder that is called like a picture is a folder", async () => {
  mkdirSync(at("folder.jpg"), { recursive: true });
  const work = corruptImages(at("folder.jpg"), { corruptions: ["fog"], severities: [1], out: at("never.png") });
  await expect(work).rejects.toThrow(/train/); // what a folder of images should contain
});

test("an address is not fetched, which is said", async () => {
  const work = corruptImages("https://localhost/photo.jpg", {
    corruptions: ["fog"],
    severities: [1],
    out: at("web.png"),
  });
  await expect(work).rejects.toThrow(/does not exist.\n {2}to do: download the picture/);
});

test("a picture of 288 megapixels is too large, not damaged, and can be reduced", async () => {
  const huge = at("huge.png");
  await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: "#468" } })
    .extend({ right: 2000 })
    .png({ compressionLevel: 1 })
    .toFile(huge);
  const how = { corruptions: ["brightness"], severities: [1], out: at("huge.npy") };
  await expect(corruptImages(huge, how)).rejects.toMatchObject({ code: "picture-too-large" });
  await corruptImages(huge, { ...how, maxSize: 50 });
  const made = readNpy(at("huge.npy"));
  expect(made.shape).toEqual([1, 44, 50, 3]);
  made.dispose();
}, 120_000);

describe("odd pictures", () => {
  const raw = { width: 60, height: 50, channels: 3 } as const;
  const levels = Uint8Array.from({ length: 60 * 50 * 3 }, (_, i) => 40 + (i % 3) * 60 + Math.floor(i / 180));
  const base = () => sharp(levels, { raw });
  const write = async (name: string, image: Sharp): Promise<string> => {
    await image.toFile(at(name));
    return at(name);
  };

  test.each<[string, () => Sharp]>([
    ["gray.png", () => base().toColourspace("b-w").png()],
    ["gray-16-bits.png", () => base().toColourspace("grey16").png()],
    ["color-16-bits.png", () => base().toColourspace("rgb16").png()],
    ["palette.png", () => base().png({ palette: true })],
    ["cmyk.jpg", () => base().toColourspace("cmyk").jpeg()],
    ["pages.tiff", () => base().tiff()],
    ["picture.avif", () => base().avif()],
  ])("%s is read, with about the brightness that it has", async (name, make) => {
    const { pixels } = await corruptOnce(await write(name, make()));
    expect(pixels.shape).toEqual([1, 50, 60, 3]);
    const mean = average(pixels.toTypedArray() as Uint8Array);
    const own = average(levels) + 0.05 * 255; // brightness adds a twentieth of white; JPEG, CMYK and gray change the mean by a few levels
    expect(Math.abs(mean - own)).toBeLessThan(12);
    pixels.dispose();
  });

  test("transparent pixels are black, and a mark of EXIF turns the picture", async () => {
    const clear = await write("clear.png", base().ensureAlpha(0).png());
    const { pixels } = await corruptOnce(clear, { corruptions: ["contrast"] });
    expect(Math.max(...(pixels.toTypedArray() as Uint8Array))).toBe(0);
    pixels.dispose();
    const turned = await corruptOnce(await write("turned.jpg", base().withMetadata({ orientation: 6 }).jpeg()));
    expect(turned.pixels.shape).toEqual([1, 60, 50, 3]);
    turned.pixels.dispose();
  });

  test("of an animated picture the first frame is used, which is said", async () => {
    const frames = Buffer.concat([levels, levels.map((level) => 255 - level), levels]);
    const film = await write("film.gif", sharp(frames, { raw: { ...raw, height: 150, pageHeight: 50 } }).gif());
    const { said, pixels } = await corruptOnce(film);
    expect(pixels.shape).toEqual([1, 50, 60, 3]);
    expect(said).toEqual([`note: ${film} has 3 frames or pages; the first is used`]);
    pixels.dispose();
  });

  test.each(["jpg", "png"] as const)("a truncated .%s is refused, and nothing is written", async (ending) => {
    const whole = await (ending === "jpg" ? base().jpeg() : base().png({ compressionLevel: 0 })).toBuffer();
    const file = at(`half.${ending}`);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    await expect(corruptOnce(file)).rejects.toMatchObject({ code: "corrupt", path: file });
    expect(existsSync(at(`half.${ending}.npy`))).toBe(false);
  });

  test("floating-point pixels are refused, since nothing says what white is", async () => {
    const file = at("float.tiff");
    writeFileSync(file, floatTiff(8));
    await expect(corruptOnce(file)).rejects.toThrow(/float.tiff: cannot be decoded: its pixels are float numbers/);
  });
});

/** A gray TIFF file of float32 pixels, all 0.5. */
function floatTiff(side: number): Buffer {
  const tags = [
    ...[
      [256, side],
      [257, side],
      [258, 32],
      [259, 1],
      [262, 1],
      [273, 134],
    ], // size, bits, no compression, black is 0, place
    ...[
      [277, 1],
      [278, side],
      [279, 4 * side * side],
      [339, 3],
    ], // channels, rows and bytes of the strip, floating point
  ] as const;
  const head = Buffer.alloc(134);
  head.write("II*\0\b\0\0\0", "latin1");
  head.writeUInt16LE(tags.length, 8);
  for (const [i, [tag, value]] of tags.entries()) {
    const at = 10 + 12 * i;
    head.writeUInt16LE(tag as number, at);
    head.writeUInt16LE(4, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(value as number, at + 8);
  }
  return Buffer.concat([head, Buffer.from(new Float32Array(side * side).fill(0.5).buffer)]);
}

function average(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
