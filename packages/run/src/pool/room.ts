/**
 * Whether there is room to start a trial now, on disk and in memory; and the pause when there is none.
 *
 * Memory is judged by what workers have been seen to take: the second one starts once the first has taken a step, and those
 * that have not come so far yet are counted as if they had.
 * @module
 */

import { describeDiskShortage } from "@selectivity-lab/base";
import type { SchedulerEvent } from "./local.js";
import { memoryLeft } from "./memory-left.js";
import { memoryShortage, peakMemory } from "./shortage.js";
import type { WorkerProcess } from "./worker-process.js";

/** What a scheduler says of the room that is to be left. */
export interface RoomOptions {
  /** Disk that must be free beside what a trial wants, in bytes: for everybody else; 64 MB by default. */
  readonly leastDisk?: number | undefined;
  /** Bytes of memory that are left; by default what the system says. */
  readonly memoryLeft?: (() => number) | undefined;
}

const LEAST_DISK = 64 * 2 ** 20;

/** How many times a worker's largest memory so far must be free before another starts. */
const MEMORY_ROOM = 1.2;

/** Where the second worker waits for the first one's size: nothing is short. */
export const NOT_YET = Symbol("the size of a worker is not known yet");

/** The room of one scheduler's machine. */
export class Room {
  #diskWanted = 0;
  #workerSize = 0;
  readonly #waiting = new Map<object, string>();

  constructor(
    private readonly options: RoomOptions,
    private readonly tell: (event: SchedulerEvent) => void,
  ) {}

  /** A trial was found to want so much disk, in bytes: so will the others. */
  wantsDisk(bytes: number): void {
    this.#diskWanted = Math.max(this.#diskWanted, bytes);
  }

  /** A worker was seen to take so much memory, in bytes: so will the others. */
  wantsMemory(bytes: number): void {
    this.#workerSize = Math.max(this.#workerSize, bytes);
  }

  /** What is short on the disk of a trial's folder, in words. */
  diskShortage(folder: string): string | undefined {
    return describeDiskShortage(folder, this.#diskWanted + (this.options.leastDisk ?? LEAST_DISK));
  }

  /** What is short for one worker more beside those at work, in words, or that this is not known yet. */
  memoryShortage(workers: readonly WorkerProcess[]): string | typeof NOT_YET | undefined {
    const isYoung = (worker: WorkerProcess) => !worker.hasStepped;
    for (const { pid } of workers) this.wantsMemory(peakMemory(pid));
    const young = workers.filter(isYoung).length;
    if (young > 0 && young === workers.length) return NOT_YET;
    const factor = workers.length === 0 ? 1 : MEMORY_ROOM * (1 + young);
    return memoryShortage(factor * this.#workerSize, (this.options.memoryLeft ?? memoryLeft)());
  }

  /** Whoever wants to start a trial has met this shortage, or none; all is paused as long as anybody has. */
  met(who: object, shortage: string | undefined): void {
    const wasPaused = this.#waiting.size > 0;
    if (shortage === undefined) this.#waiting.delete(who);
    else this.#waiting.set(who, shortage);
    const isPaused = this.#waiting.size > 0;
    if (isPaused !== wasPaused) this.tell({ type: "pause", cause: shortage ?? null });
  }
}
