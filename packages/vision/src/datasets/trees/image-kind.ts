/**
 * Kinds of image files, recognized by their first bytes: names say little, since `.jfif`, `.jpe` and no ending at all are JPEGs too.
 *
 * @module
 */

/** Number of bytes that {@link recognizeImage} needs. */
export const HEAD_BYTES = 64;

/** A kind of image file. */
export interface ImageKind {
  readonly name: string;
  /** Whether files of this kind are read. */
  readonly isRead: boolean;
}

/** The kinds of images, each with its first bytes in hexadecimal; the first that fits counts. */
const KINDS: readonly (readonly [name: string, isRead: boolean, head: RegExp])[] = [
  ["JPEG", true, /^ffd8ff/],
  ["PNG", true, /^89504e470d0a1a0a/],
  ["WebP", true, /^52494646.{8}57454250/], // RIFF, a length, WEBP
  ["GIF", true, /^47494638(37|39)61/], // GIF87a, GIF89a
  ["TIFF", true, /^(49492[ab]00|4d4d002[ab])/], // II*, MM*, and their forms for large files
  ["AVIF", true, /^.{8}66747970(..)*617669(66|73)/], // a length, ftyp, then brands: avif, avis
  ["HEIC", false, /^.{8}66747970(..)*(686569(63|78|6d|73)|686576(63|78|6d|73)|6d696631|6d736631)/], // hei…, hev…, mif1, msf1
  ["JPEG 2000", false, /^(0000000c6a502020|ff4fff51)/],
  ["JPEG XL", false, /^(0000000c4a584c20|ff0a)/],
  ["BMP", false, /^424d.{8}00000000/], // BM, a length, a reserved zero
  ["PNM", false, /^503[1-6](09|0a|0d|20)(0a|20|23|3\d)/], // P1 to P6, space, then a number or a comment
  ["Photoshop", false, /^38425053/],
  ["icon", false, /^0000(01|02)00/],
];

/** Recognizes an image file by its first {@link HEAD_BYTES} bytes; `undefined` if it is not one. */
export function recognizeImage(head: Uint8Array): ImageKind | undefined {
  const hex = Buffer.from(head).toString("hex");
  const found = KINDS.find(([, , pattern]) => pattern.test(hex));
  return found && { name: found[0], isRead: found[1] };
}
