/**
 * One image as corruptions see it: numbers in 0..1, plane by plane.
 *
 * @module
 */
/** The size of an image. */
export interface PictureSize {
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** An image whose pixels a corruption may change. */
export interface Picture extends PictureSize {
  /** `[C, H, W]`, 0 (black) to 1. */
  readonly pixels: Float64Array;
}

/** One plane `[H, W]` of an image; it shares the image's memory. */
export function getPlane({ pixels, height, width }: Picture, channel: number): Float64Array {
  return pixels.subarray(channel * height * width, (channel + 1) * height * width);
}

/** Clips a number to 0..1. */
export function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Converts a color to an image's number of channels: three numbers, or their luma. */
export function convertColor(
  channels: number,
  [red, green, blue]: readonly [number, number, number],
): readonly number[] {
  return channels === 1 ? [luma(red, green, blue)] : [red, green, blue];
}

/** Rec. 601 luma. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
