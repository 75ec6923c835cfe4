/** What vega exports and its types leave out. */
import "vega";

declare module "vega" {
  /** A function from 0..1 to a colour along the given ones. */
  export function interpolateColors(colours: string[], space: "rgb" | "lab"): (fraction: number) => string;
  /** How text is measured where there is no canvas. */
  export const textMetrics: { width(item: { fontSize: number }, text: unknown): number };
}
