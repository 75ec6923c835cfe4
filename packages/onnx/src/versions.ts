/**
 * Versions of the format that the ONNX Runtime in use reads; a test asks it.
 *
 * @module
 */

/** The oldest version of the standard operators; of older ones ONNX Runtime has no kernels. */
export const oldestOpset = 7;

/** The newest version of the standard operators. */
export const newestOpset = 26;

/** The newest version of the file format. */
export const newestIr = 13;
