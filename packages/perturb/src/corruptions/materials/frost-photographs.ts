/**
 * The original photographs of frost, from the user's folder.
 *
 *     frost1.png  frost2.png  frost3.png  frost4.jpg  frost5.jpg        the published scripts never draw frost6.jpg
 *
 * @module
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { FrostPhotographs, SeverityTable } from "../contract/corruption.js";
import { CorruptionError } from "../contract/error.js";
import type { Picture } from "../contract/picture.js";
import { checksumMaterial } from "./checksum-material.js";

const FILES = ["frost1", "frost2", "frost3", "frost4", "frost5"] as const;

/** Scale of the photographs: linear interpolation without smoothing, as published. */
const SCALE: Readonly<Record<SeverityTable, number>> = { cifar: 0.2, tiny: 0.3, imagenet: 1 };

/** Checksum of the photographs in a folder. @throws {@link CorruptionError} if one is missing. */
export function checksumFrost(folder: string): Promise<string> {
  return checksumMaterial(
    folder,
    findPhotographs(folder).map((file) => basename(file)),
  );
}

/**
 * Reads the photographs.
 *
 * @param table of the severities to be used: it decides the scale of the photographs.
 * @throws {@link CorruptionError} if one is missing or cannot be decoded.
 */
export async function readFrostPhotographs(folder: string, table: SeverityTable): Promise<FrostPhotographs> {
  const { default: sharp } = await import("sharp"); // loaded only where images are decoded
  const sha256 = await checksumFrost(folder);
  const pictures: Picture[] = [];
  for (const file of findPhotographs(folder)) {
    try {
      const { data, info } = await sharp(file)
        .toColourspace("srgb")
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      pictures.push(scaleDown(data, info.channels, info.height, info.width, SCALE[table]));
    } catch (error) {
      throw new CorruptionError({
        code: "corrupt-material",
        problem: `${file}: cannot be decoded: ${(error as Error).message.split("\n", 1)[0]}.`,
        remedy: "replace the file",
        path: file,
        cause: error,
      });
    }
  }
  return { sha256, pictures };
}

/** Paths of the five photographs. */
function findPhotographs(folder: string): string[] {
  return FILES.map((name) => {
    const file = [".png", ".jpg"].map((ending) => join(folder, name + ending)).find((path) => existsSync(path));
    if (file) return file;
    throw new CorruptionError({
      code: "missing-material",
      problem: `${folder}: expected ${name}.png or ${name}.jpg, found neither.`,
      remedy: "name the folder of the five photographs frost1 to frost5, or omit it for procedural frost",
      path: folder,
    });
  });
}

/** Scales by linear interpolation between the four nearest pixels; pixel centers lie at halves. */
function scaleDown(data: Uint8Array, channels: number, height: number, width: number, scale: number): Picture {
  const [rows, columns] = [Math.round(height * scale), Math.round(width * scale)];
  const pixels = new Float64Array(3 * rows * columns);
  const place = (i: number, length: number) => {
    const position = Math.min(length - 1, Math.max(0, (i + 0.5) / scale - 0.5));
    const low = Math.min(length - 2, Math.floor(position));
    return { low, share: position - low };
  };
  for (let c = 0, i = 0; c < 3; c++)
    for (let y = 0; y < rows; y++) {
      const v = place(y, height);
      for (let x = 0; x < columns; x++, i++) {
        const u = place(x, width);
        const at = (dy: number, dx: number) =>
          data[((v.low + dy) * width + u.low + dx) * channels + Math.min(c, channels - 1)] as number;
        const up = at(0, 0) * (1 - u.share) + at(0, 1) * u.share;
        const down = at(1, 0) * (1 - u.share) + at(1, 1) * u.share;
        pixels[i] = Math.round(up * (1 - v.share) + down * v.share) / 255;
      }
    }
  return { channels: 3, height: rows, width: columns, pixels };
}
