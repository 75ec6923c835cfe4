/**
 * One image, as corruptions work on it: numbers in 0..1, plane by plane.
 *
 * @module
 */
/** The size of an image. */
export interface PictureSize {
  /** 1 grey, 3 red, green, blue. */
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
export function planeOf({ pixels, height, width }: Picture, channel: number): Float64Array {
  return pixels.subarray(channel * height * width, (channel + 1) * height * width);
}

/** The nearest number in 0..1. */
export function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** A colour as an image of so many channels shows it: three numbers as they are, or their luma. */
export function colourFor(channels: number, [red, green, blue]: readonly [number, number, number]): readonly number[] {
  return channels === 1 ? [luma(red, green, blue)] : [red, green, blue];
}

/** Rec. 601 luma. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
