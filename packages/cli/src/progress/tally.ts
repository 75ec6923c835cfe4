/**
 * How far a set of trials has come, and how long the rest will take.
 *
 * @module
 */
import type { EpochMetrics, SchedulerEvent, Trial, TrialEnd } from "@selectivity-lab/lab";

/** A trial that is being trained. */
export interface Running {
  readonly trial: Trial;
  readonly epochs: number;
  readonly metrics: EpochMetrics | undefined;
}

/** Counts events. */
export class Tally {
  readonly running = new Map<string, Running>();
  readonly ended: { trial: Trial; end: TrialEnd }[] = [];
  #work = 0;
  #first: { time: number; work: number } | undefined;

  /** @param pending trials that will run. @param total all of the sweep. @param now in seconds. */
  constructor(
    readonly pending: readonly Trial[],
    readonly total: number,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Trials that have a result, those from earlier runs too. */
  get finished(): number {
    return this.total - this.pending.length + this.ended.length;
  }

  /** Takes in an event. */
  add(event: SchedulerEvent): void {
    const { trial } = event;
    const before = this.running.get(trial.id) ?? { trial, epochs: 0, metrics: undefined };
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
      case "end":
        this.#work += trial.recipe.epochs - before.epochs; // what a failed trial leaves undone will not be done
        this.running.delete(trial.id);
        this.ended.push({ trial, end: event.end });
    }
  }

  #advance(running: Running, epochs: number): void {
    this.#work += epochs - running.epochs;
    this.running.set(running.trial.id, { ...running, epochs });
    this.#first ??= { time: this.now(), work: this.#work };
  }

  /** Seconds until all is done, from the pace so far; `undefined` before two epochs' worth of work. */
  secondsLeft(): number | undefined {
    if (!this.#first || this.#work - this.#first.work < 2) return undefined;
    const all = this.pending.reduce((sum, { recipe }) => sum + recipe.epochs, 0);
    const pace = (this.#work - this.#first.work) / (this.now() - this.#first.time);
    return (all - this.#work) / pace;
  }
}
