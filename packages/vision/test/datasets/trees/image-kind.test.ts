import sharp from "sharp";
import { expect, test } from "vitest";
import { HEAD_BYTES, recognizeImage } from "../../../src/datasets/trees/image-kind.js";

const picture = () => sharp({ create: { width: 4, height: 4, channels: 3, background: "#c81020" } });

test.each([
  ["JPEG", () => picture().jpeg()],
  ["PNG", () => picture().png()],
  ["WebP", () => picture().webp()],
  ["GIF", () => picture().gif()],
  ["TIFF", () => picture().tiff()],
  ["AVIF", () => picture().avif()],
])("a %s is recognized as sharp writes it", async (name, write) => {
  const bytes = await write().toBuffer();
  expect(recognizeImage(bytes.subarray(0, HEAD_BYTES))).toEqual({ name, isRead: true });
});

test.each([
  ["BMP", "BM\x8a\x30\0\0\0\0\0\0\x8a\0\0\0"],
  ["PNM", "P6\n4 4\n255\n"],
  ["PNM", "P5 # made by hand\n4 4"],
  ["HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"],
  ["JPEG XL", "\xff\x0a\x08\x10"],
  ["JPEG 2000", "\0\0\0\x0cjP  \r\n\x87\n"],
])("a %s is recognized as an image that is not read", (name, head) => {
  expect(recognizeImage(Buffer.from(head, "latin1"))).toEqual({ name, isRead: false });
});

test.each(["", "P", "BMW is a brand of cars", "{}", "not an image", "%PDF-1.7", "RIFF\0\0\0\0WAVEfmt "])(
  "%j is not an image",
  (head) => expect(recognizeImage(Buffer.from(head, "latin1"))).toBeUndefined(),
);
