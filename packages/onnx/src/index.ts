/**
 * ONNX: networks written for other runtimes, and other people's networks measured.
 *
 * @module
 */
export {};
