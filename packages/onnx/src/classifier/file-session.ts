/**
 * Runs a classifier's file on images, in whichever form its outputs are opened; what ONNX Runtime does not do is an error that
 * names the file.
 *
 * @module
 */
import { OnnxError } from "../error.js";
import { type Floats, OnnxSession } from "../session.js";
import type { OnnxFile } from "./file.js";

/** A file that is loaded. To be closed when done. */
export class FileSession {
  private constructor(
    private readonly file: OnnxFile,
    private readonly session: OnnxSession,
  ) {}

  /** @param bytes the file's, perhaps with more outputs. @throws {@link OnnxError} `unsupported`. */
  static async open(file: OnnxFile, bytes: Uint8Array): Promise<FileSession> {
    try {
      return new FileSession(file, await OnnxSession.open(bytes, file.externalData));
    } catch (cause) {
      throw new OnnxError(
        "unsupported",
        `${file.path}: ONNX Runtime does not load it (opset ${file.opset}): ${reasonOf(cause)}`,
        "export it again with an opset between 7 and 23, and operators of the standard alone",
        { cause },
      );
    }
  }

  /** @param images `[N, C, H, W]`; masks, where it has them, are ones. @throws {@link OnnxError} `unsupported`. */
  async run(images: Floats, outputs: readonly string[]): Promise<Map<string, Floats>> {
    const ones = (units: number): Floats => ({ data: new Float32Array(units).fill(1), dims: [units] });
    const masks = Object.fromEntries([...this.file.masks].map(([name, units]) => [name, ones(units)]));
    try {
      return await this.session.run({ [this.file.images.name]: images, ...masks }, outputs);
    } catch (cause) {
      throw new OnnxError(
        "unsupported",
        `${this.file.path}: ONNX Runtime does not run it on images [${images.dims.join(", ")}]: ${reasonOf(cause)}`,
        "export it for images of this size, with the first axis open (dynamic)",
        { cause },
      );
    }
  }

  /** Frees it. */
  close(): Promise<void> {
    return this.session.close();
  }
}

/** ONNX Runtime's words, as far as a line. */
function reasonOf(cause: unknown): string {
  const [line = ""] = (cause as Error).message.split("\n");
  return line.replace(/^.*ERROR_MESSAGE: /, "").slice(0, 250);
}
