/**
 * How far a set of trials is, and how long the rest will take.
 *
 * @module
 */
import type { EpochMetrics, JobEnd, SchedulerEvent, Trial } from "@selectivity-lab/lab";

/** A trial that is being trained. */
export interface Running {
  readonly trial: Trial;
  /** Epochs done, with the fraction of the running one; `undefined` until the trial reports it. */
  readonly epochs: number | undefined;
  readonly metrics: EpochMetrics | undefined;
}

/** Counts events. */
export class SweepCounts {
  readonly running = new Map<string, Running>();
  readonly ended: { trial: Trial; end: JobEnd }[] = [];
  /** Epochs trained since the counting began. */
  #work = 0;
  /** Epochs that will never be counted: trained in an earlier run, or left undone by a trial that failed. */
  #unseen = 0;
  #began: number | undefined;

  /** @param pending trials that will run. @param total all of the sweep. @param now in seconds. */
  constructor(
    readonly pending: readonly Trial[],
    readonly total: number,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Number of trials that have ended, well or badly, including those of earlier runs. */
  get finished(): number {
    const stopped = this.ended.filter(({ end }) => end.status === "stopped").length;
    return this.total - this.pending.length + this.ended.length - stopped;
  }

  /** Counts an event. */
  add(event: SchedulerEvent): void {
    if (event.type === "pause") return;
    const { trial } = event;
    const before = this.running.get(trial.id) ?? { trial, epochs: undefined, metrics: undefined };
    switch (event.type) {
      case "start":
        this.running.set(trial.id, before);
        break;
      case "progress":
        this.#advance(before, event.epochs);
        break;
      case "epoch":
        this.#advance({ ...before, metrics: event.metrics }, event.metrics.epoch);
        break;
      case "retry":
      case "elsewhere":
        this.#unseen -= before.epochs ?? 0;
        this.running.delete(trial.id);
        break;
      case "end":
        this.#unseen += trial.recipe.epochs - (before.epochs ?? 0);
        this.running.delete(trial.id);
        this.ended.push({ trial, end: event.end });
    }
  }

  /** The first report of a trial says where an earlier run left it. */
  #advance(running: Running, epochs: number): void {
    if (running.epochs === undefined) this.#unseen += epochs;
    else this.#work += epochs - running.epochs;
    this.running.set(running.trial.id, { ...running, epochs });
    this.#began ??= this.now();
  }

  /** Seconds until all is done, from the pace so far; `undefined` before two epochs' worth of work. */
  secondsLeft(): number | undefined {
    if (this.#began === undefined || this.#work < 2) return undefined;
    const all = this.pending.reduce((sum, { recipe }) => sum + recipe.epochs, 0);
    return ((all - this.#unseen - this.#work) * (this.now() - this.#began)) / this.#work;
  }
}
