/**
 * The messages between a pool and its worker processes.
 *
 * @module
 */
import type { JobEnd, JobNews } from "./job.js";

/** Why everything stops: because somebody asked for it, or because a cluster takes the resources away. */
export type StopReason = "stopped" | "preempted";

/** To a worker. */
export type ToWorker =
  | { type: "run"; message: object }
  | { type: "pace"; message: object; seconds: number }
  | { type: "stop"; reason: StopReason };

/** From a worker, about its job. */
export type FromWorker<News extends JobNews> =
  | { type: "news"; news: News }
  | { type: "end"; end: JobEnd }
  | { type: "pace"; imagesPerSecond: number };

/** Exit code of a worker process that saved and ended because of a signal, as shells use it. */
export const ASKED_TO_END = 143;
