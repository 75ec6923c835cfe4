/**
 * Runs a classifier's file on images, with whatever outputs were added to it; where ONNX Runtime fails, the error names the file.
 *
 * @module
 */
import { OnnxError } from "../error.js";
import { type Floats, OnnxSession } from "../session.js";
import type { OnnxFile } from "./file.js";

/** A loaded file; close it when done. */
export class FileSession {
  private constructor(
    private readonly file: OnnxFile,
    private readonly session: OnnxSession,
  ) {}

  /** @param bytes the file's bytes, perhaps with added outputs. @throws {@link OnnxError} `unsupported`. */
  static async open(file: OnnxFile, bytes: Uint8Array): Promise<FileSession> {
    try {
      return new FileSession(file, await OnnxSession.open(bytes, file.externalData));
    } catch (cause) {
      throw new OnnxError({
        code: "unsupported",
        path: file.path,
        problem: `${file.path}: ONNX Runtime cannot load it (opset ${file.opset}): ${firstLineOf(cause)}`,
        remedy: "export it again with an opset between 7 and 23, using standard operators only",
        cause,
      });
    }
  }

  /** @param images `[N, C, H, W]`; masks, where it has them, are ones. @throws {@link OnnxError} `unsupported`. */
  async run(images: Floats, outputs: readonly string[]): Promise<Map<string, Floats>> {
    const ones = (units: number): Floats => ({ data: new Float32Array(units).fill(1), dims: [units] });
    const masks = Object.fromEntries([...this.file.masks].map(([name, units]) => [name, ones(units)]));
    const { name, type } = this.file.images;
    try {
      return await this.session.run({ [name]: { ...images, type }, ...masks }, outputs);
    } catch (cause) {
      throw new OnnxError({
        code: "unsupported",
        path: this.file.path,
        problem: `${this.file.path}: ONNX Runtime cannot run it on images [${images.dims.join(", ")}]: ${firstLineOf(cause)}`,
        remedy: "export it for images of this size, with a dynamic first axis",
        cause,
      });
    }
  }

  /** Frees the session. */
  close(): Promise<void> {
    return this.session.close();
  }
}

/** The first line of ONNX Runtime's message, for people. */
function firstLineOf(cause: unknown): string {
  const [line = ""] = (cause as Error).message.split("\n");
  return line.replace(/^.*ERROR_MESSAGE: /, "").slice(0, 250);
}
