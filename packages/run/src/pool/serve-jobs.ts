/**
 * The worker's side of a pool: does the jobs that it receives, one after another.
 *
 * It leaves the terminal's Ctrl-C to its parent. When the parent is gone, or a signal asks for it, it saves and ends: a worker that
 * only stopped would stop every later job, too.
 * @module
 */
import { LeaseHeldError } from "../lease/error.js";
import { LeaseWatch } from "../lease/watch.js";
import { isFullDisk, NoDiskError } from "../trial/state/disk.js";
import type { JobEnd, JobNews } from "./job.js";
import { ASKED_TO_END, type FromWorker, type StopReason, type ToWorker } from "./messages.js";

/** What a job's work may use. */
export interface JobHost<News extends JobNews> {
  /** Once aborted, the work saves and stops. */
  readonly stop: AbortSignal;
  /** What this worker knows of those who hold leases. */
  readonly watch: LeaseWatch;
  stopReason(): StopReason;
  report(news: News): void;
}

/** What a worker program can do. */
export interface JobServer<Message extends object, News extends JobNews> {
  /** Does a job. An error that it throws becomes the end of the job: see {@link describeFailure}. */
  work(message: Message, host: JobHost<News>): Promise<JobEnd>;
  /** Times a job for some seconds. @returns images per second. */
  measurePace?(message: Message, seconds: number): Promise<number>;
}

/** The setting that the parent started this worker with. */
export function readWorkerSetting<Setting>(): Setting {
  return JSON.parse(process.argv[2] ?? "{}") as Setting;
}

/** Serves jobs until the parent lets go. */
export function serveJobs<Message extends object, News extends JobNews>(server: JobServer<Message, News>): void {
  const stop = new AbortController();
  let [isBusy, isAsked] = [false, false];
  const send = (message: FromWorker<News>, then: () => void = () => {}) => {
    if (process.connected) process.send?.(message, then); // a parent that has just died does not listen
  };
  const host: JobHost<News> = {
    stop: stop.signal,
    watch: new LeaseWatch(),
    stopReason: () => (stop.signal.reason === "preempted" ? "preempted" : "stopped"),
    report: (news) => send({ type: "news", news }),
  };
  const endSoon = () => {
    isAsked = true;
    stop.abort();
    if (!isBusy) process.exit(ASKED_TO_END);
  };
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, endSoon);
  process.on("disconnect", () => stop.abort());
  process.on("message", async (message: ToWorker) => {
    if (message.type === "stop") return stop.abort(message.reason);
    isBusy = true;
    const answer = await serve(server, message, host);
    isBusy = false;
    send(answer, isAsked ? () => process.exit(ASKED_TO_END) : undefined);
    if (!process.connected) process.exit();
  });
}

async function serve<Message extends object, News extends JobNews>(
  server: JobServer<Message, News>,
  order: Exclude<ToWorker, { type: "stop" }>,
  host: JobHost<News>,
): Promise<FromWorker<News>> {
  const message = order.message as Message;
  if (order.type === "run") return { type: "end", end: await server.work(message, host).catch(describeFailure) };
  // what is wrong with a job shows when it runs; it cannot be timed
  const pace = Promise.resolve(server.measurePace?.(message, order.seconds) ?? 0);
  return { type: "pace", imagesPerSecond: await pace.catch(() => 0) };
}

/** What an error means for the job that it ended. */
export function describeFailure(error: unknown): JobEnd {
  const cause = error instanceof Error ? error.message : String(error);
  if (error instanceof NoDiskError) return { status: "no room", cause, bytes: error.bytes };
  if (isFullDisk(error)) return { status: "no room", cause };
  return { status: error instanceof LeaseHeldError ? "elsewhere" : "failed", cause };
}
