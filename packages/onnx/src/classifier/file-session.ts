/**
 * Runs a classifier's file on images, with whatever outputs were added to it; where ONNX Runtime fails, the error names the file.
 *
 * @module
 */
import type { OnnxError } from "../error.js";
import { type Refusal, refusals, refuse } from "../refusals.js";
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
      const problem = `${file.path}: ONNX Runtime cannot load it (opset ${file.opset}): ${firstLineOf(cause)}`;
      throw refuse(file.path, refusals.operator, problem, cause);
    }
  }

  /** @param images `[N, C, H, W]`; masks, where it has them, are ones. @throws {@link OnnxError} `unsupported`. */
  async run(images: Floats, outputs: readonly string[]): Promise<Map<string, Floats>> {
    const ones = (units: number): Floats => ({ data: new Float32Array(units).fill(1), dims: [units] });
    const masks = Object.fromEntries([...this.file.masks].map(([name, units]) => [name, ones(units)]));
    const { name, type, layout } = this.file.images;
    const shown = layout === "NHWC" ? toChannelsLast(images) : images;
    try {
      return await this.session.run({ [name]: { ...shown, type }, ...masks }, outputs);
    } catch (cause) {
      throw this.#cannotRun(images.dims, cause);
    }
  }

  #cannotRun(dims: readonly number[], cause: unknown): OnnxError {
    const { path } = this.file;
    const problem = `${path}: ONNX Runtime cannot run it on images [${dims.join(", ")}]: ${firstLineOf(cause)}`;
    const refusal: Refusal = /not implemented|could not find an implementation/i.test(problem)
      ? refusals.operator
      : refusals.imageSize;
    return refuse(path, refusal, problem, cause);
  }

  /** Frees the session. */
  close(): Promise<void> {
    return this.session.close();
  }
}

/** `[N, C, H, W]` as `[N, H, W, C]`. */
function toChannelsLast({ data, dims }: Floats): Floats {
  const [count = 0, channels = 0, height = 0, width = 0] = dims;
  const pixels = height * width;
  const moved = new Float32Array(data.length);
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < pixels; pixel++)
        moved[(image * pixels + pixel) * channels + channel] = data[
          (image * channels + channel) * pixels + pixel
        ] as number;
  return { data: moved, dims: [count, height, width, channels] };
}

/** The first line of ONNX Runtime's message, for people, without the place in its sources. */
function firstLineOf(cause: unknown): string {
  const [line = ""] = (cause as Error).message.split("\n");
  const message = line.replace(/^.*ERROR_MESSAGE: /, "").replace(/^Fatal error: /, "");
  return message.replace(/^\/\S+\.(cc|h):\d+ .*?\) (?=[A-Z[])/, "").slice(0, 250);
}
