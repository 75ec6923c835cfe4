/**
 * How an ONNX file of ours says that it takes pixels as they are.
 *
 * @module
 */

/** In the metadata of an ONNX file of ours: its input is pixels scaled to 0..1, which it normalises itself. */
export const PIXELS = { key: "pixels", value: "0..1" } as const;
