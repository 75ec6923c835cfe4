/**
 * Runs a file in ONNX Runtime, the WebAssembly build: it comes from npm without a download at installation. Uses all cores, unless told otherwise.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import * as ort from "onnxruntime-web";
import { decodeFloats, encodeFloats, type ImageType } from "./element-types.js";

/** A float32 tensor, row-major. */
export interface Floats {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Numbers for an input, and the element type that it takes, float32 by default. */
export interface InputFloats extends Floats {
  readonly type?: ImageType;
}

/** A file next to a model, with weights that are too large for the model's own file. */
export interface ExternalFile {
  /** The file's name in the model. */
  readonly path: string;
  readonly data: Uint8Array;
}

/** Each thread is a Node worker; beyond a few they wait for each other. */
const MOST_THREADS = 8;

let threads = Math.min(availableParallelism(), MOST_THREADS);

/** Limits the threads of models that are opened from now on; ONNX Runtime keeps the number of the first that a process opens. */
export function setOnnxThreads(number: number): void {
  threads = number;
}

/** A model that is ready to run. Close it when done: its memory is outside of JavaScript's. */
export class OnnxSession {
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** @throws Error of ONNX Runtime, where it cannot load the file. */
  static async open(file: Uint8Array, externalData: readonly ExternalFile[] = []): Promise<OnnxSession> {
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "fatal"; // errors are thrown, and said once
    const session = await ort.InferenceSession.create(file, { logSeverityLevel: 4, externalData });
    return new OnnxSession(session);
  }

  /** Names of the inputs. */
  get inputs(): readonly string[] {
    return this.#session.inputNames;
  }

  /** Names of the outputs. */
  get outputs(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * Runs the model.
   *
   * @param inputs all of them, by name.
   * @param outputs names of the outputs that are wanted; all by default. Every element type is returned as float32.
   * @throws Error of ONNX Runtime, where it cannot run the file on these inputs; TypeError for an output without numbers.
   */
  async run(
    inputs: Readonly<Record<string, InputFloats>>,
    outputs: readonly string[] = this.outputs,
  ): Promise<Map<string, Floats>> {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, createTensor(values)]));
    const results = await this.#session.run(feeds, [...outputs], { logSeverityLevel: 4 });
    return new Map(outputs.map((name) => [name, readTensor(results[name] as ort.Tensor)]));
  }

  /** Frees the session. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}

function createTensor({ data, dims, type = "float32" }: InputFloats): ort.Tensor {
  const values = encodeFloats(data, type);
  if (type !== "float16") return new ort.Tensor(type, values, dims);
  return new ort.Tensor(type, toHalves(values as Uint16Array), dims);
}

/** Halves as this version of Node holds them: from 24 on as Float16Array, before that as their bits. */
function toHalves(bits: Uint16Array): Uint16Array {
  const { Float16Array: Halves } = globalThis as { Float16Array?: new (bytes: ArrayBufferLike) => Uint16Array };
  return Halves ? new Halves(bits.buffer) : bits;
}

function readTensor(tensor: ort.Tensor): Floats {
  const { data, dims, type } = tensor;
  const floats = decodeFloats(data, type);
  tensor.dispose();
  return { data: floats, dims };
}
