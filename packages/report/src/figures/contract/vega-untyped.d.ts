/** Exports of vega that its types lack. */
import "vega";

declare module "vega" {
  /** Returns a function from 0..1 to colors interpolated between the given ones. */
  export function interpolateColors(colors: string[], space: "rgb" | "lab"): (fraction: number) => string;
  /** Measures text where there is no canvas. */
  export const textMetrics: { width(item: { fontSize: number }, text: unknown): number };
}
