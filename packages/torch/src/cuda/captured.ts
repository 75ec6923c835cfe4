/**
 * Work on a GPU, captured once as a CUDA graph and replayed: the launches of a whole training step become one.
 *
 * @module
 */
import { type CaptureHandle, native } from "../runtime/native.js";
import { scope } from "../tensor/scope.js";

/** Runs before the capture: they make what is made once (velocities, cuDNN's choice of algorithm), which a graph cannot. */
const WARM_UPS = 3;

/** Whether work on a device can be captured: it is a GPU, and the bridge was built with CUDA's headers. */
export function canCapture(device: string): boolean {
  return device.startsWith("cuda") && native().captures;
}

/**
 * Work whose operators run again on the same memory whenever it is called.
 *
 * The rules of a CUDA graph: shapes stay as they are; inputs and outputs are tensors that live as long as this (fill the inputs
 * with `copy_` before a call, read the outputs after it); nothing in between reads a value back, draws random numbers, or goes by
 * a number of JavaScript that changes. `work` runs {@link WARM_UPS} times for real, and once more to be written down.
 */
export class Captured {
  readonly #work: () => void;
  readonly #device: string;
  #calls = 0;
  #capture: CaptureHandle | undefined;

  /** @param device the GPU that all tensors of `work` are on. */
  constructor(device: string, work: () => void) {
    this.#device = device;
    this.#work = () => scope(work);
  }

  /** Does the work: for real at first, by replay from then on. */
  run(): void {
    const { makeCapture, onStream, record, replay } = native();
    this.#calls++;
    if (this.#calls <= WARM_UPS) {
      this.#capture ??= makeCapture(this.#device);
      onStream(this.#capture, this.#work);
      return;
    }
    const capture = this.#capture as CaptureHandle;
    if (this.#calls === WARM_UPS + 1) onStream(capture, () => record(capture, this.#work));
    replay(capture);
  }
}
