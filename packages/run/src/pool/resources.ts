/**
 * Whether there is enough disk and memory to start a job now, and the pause when there is not.
 *
 * Memory is judged by what workers have been seen to take: the second one starts once the first has taken a step, and workers
 * that have not come that far yet are counted as if they had.
 * @module
 */

import { describeDiskShortage } from "@selectivity-lab/base";
import { memoryLeft } from "./memory-left.js";
import { memoryShortage, peakMemory } from "./shortage.js";
import type { WorkerProcess } from "./worker-process.js";

/** How much disk and memory must remain free. */
export interface ResourceOptions {
  /** Bytes of disk that must be free in addition to what a job needs, for everybody else; 64 MB by default. */
  readonly leastDisk?: number | undefined;
  /** Bytes of memory that are left; by default what the system says. */
  readonly memoryLeft?: (() => number) | undefined;
}

const LEAST_DISK = 64 * 2 ** 20;

/** How many times a worker's largest memory so far must be free before another starts. */
const MEMORY_FACTOR = 1.2;

/** The second worker waits until the size of the first is known: nothing is short. */
export const NOT_YET = Symbol("the size of a worker is not known yet");

/** What the resources need to know of a worker. */
type SizedWorker = Pick<WorkerProcess, "pid" | "hasStepped">;

/** Disk and memory of one pool's machine. */
export class Resources {
  #diskPerJob = 0;
  #memoryPerWorker = 0;
  readonly #shortages = new Map<object, string>();

  constructor(
    private readonly options: ResourceOptions,
    private readonly onPause: (cause: string | null) => void,
  ) {}

  /** A job was found to need this much disk, in bytes: so will the others. */
  noteDisk(bytes: number): void {
    this.#diskPerJob = Math.max(this.#diskPerJob, bytes);
  }

  /** A worker was seen to take this much memory, in bytes: so will the others. */
  noteMemory(bytes: number): void {
    this.#memoryPerWorker = Math.max(this.#memoryPerWorker, bytes);
  }

  /** What is short on the disk of a job's folder, in words. */
  findDiskShortage(folder: string): string | undefined {
    return describeDiskShortage(folder, this.#diskPerJob + (this.options.leastDisk ?? LEAST_DISK));
  }

  /** What is short for one more worker, in words, or that this is not known yet. */
  findMemoryShortage(workers: readonly SizedWorker[]): string | typeof NOT_YET | undefined {
    for (const { pid } of workers) this.noteMemory(peakMemory(pid));
    const young = workers.filter(({ hasStepped }) => !hasStepped).length;
    if (young > 0 && young === workers.length) return NOT_YET;
    const factor = workers.length === 0 ? 1 : MEMORY_FACTOR * (1 + young);
    return memoryShortage(factor * this.#memoryPerWorker, (this.options.memoryLeft ?? memoryLeft)());
  }

  /** Records the shortage that keeps a lane from starting a job, or that there is none; the pool pauses while any lane has one. */
  recordShortage(lane: object, shortage: string | undefined): void {
    const wasPaused = this.#shortages.size > 0;
    if (shortage === undefined) this.#shortages.delete(lane);
    else this.#shortages.set(lane, shortage);
    const isPaused = this.#shortages.size > 0;
    if (isPaused !== wasPaused) this.onPause(shortage ?? null);
  }
}
