/**
 * Runs a file in ONNX Runtime, the build in WebAssembly: from npm alone, without a download at installation. On all cores.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import * as ort from "onnxruntime-web";

/** A float32 tensor, row-major. */
export interface Floats {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A file next to a model, with weights that are too large for it. */
export interface ExternalFile {
  /** As the model names it. */
  readonly path: string;
  readonly data: Uint8Array;
}

/** Each is a worker of Node; beyond a few they wait for each other. */
const MOST_THREADS = 8;

/** A model that is ready to run. To be closed when done; its memory is not JavaScript's. */
export class OnnxSession {
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** @throws Error in ONNX Runtime's words, where it cannot load the file. */
  static async open(file: Uint8Array, externalData: readonly ExternalFile[] = []): Promise<OnnxSession> {
    ort.env.wasm.numThreads = Math.min(availableParallelism(), MOST_THREADS);
    ort.env.logLevel = "error";
    const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3, externalData });
    return new OnnxSession(session);
  }

  /** Names of what goes in. */
  get inputs(): readonly string[] {
    return this.#session.inputNames;
  }

  /** Names of what comes out. */
  get outputs(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * @param inputs by name, all of them.
   * @param outputs the names of those wanted; all by default. Whole numbers come as float32.
   * @throws Error in ONNX Runtime's words, where it cannot run the file on these inputs.
   */
  async run(
    inputs: Readonly<Record<string, Floats>>,
    outputs: readonly string[] = this.outputs,
  ): Promise<Map<string, Floats>> {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { data, dims }]) => [name, new ort.Tensor("float32", data, dims)]),
    );
    const results = await this.#session.run(feeds, [...outputs]);
    return new Map(outputs.map((name) => [name, floatsOf(results[name] as ort.Tensor)]));
  }

  /** Frees it. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}

function floatsOf(tensor: ort.Tensor): Floats {
  const { data, dims } = tensor;
  const numbers = data instanceof Float32Array ? data.slice() : Float32Array.from(data as BigInt64Array, Number);
  tensor.dispose();
  return { data: numbers, dims };
}
