/**
 * How an ONNX file is recognized where a path may name several kinds of files.
 *
 * @module
 */

/** Whether a path names an ONNX file, by its ending in whatever case. */
export function isOnnxFile(path: string): boolean {
  return /\.onnx$/i.test(path);
}
