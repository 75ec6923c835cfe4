/**
 * The axes of a panel.
 *
 * @module
 */
import type { AlphaAxis } from "./alpha-axis.js";

/** The axes that all layers of a panel share. */
export interface PanelAxes {
  readonly x: AlphaAxis;
  readonly y: {
    readonly type: "quantitative";
    readonly scale: { readonly domain: [number, number]; readonly nice: false; readonly zero: false };
  };
}
