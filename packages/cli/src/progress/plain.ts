/**
 * Progress for logs: one line per epoch, at most one in ten seconds for the whole sweep, and one at the end of each trial.
 *
 * @module
 */
import { formatDuration, formatSigned } from "@selectivity-lab/base";
import type { JobEnd, SchedulerEvent, Trial } from "@selectivity-lab/lab";
import { formatShare } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeNumbers } from "./describe-numbers.js";
import { formatEvent } from "./format-event.js";
import { SweepCounts } from "./sweep-counts.js";

const SECONDS_BETWEEN_LINES = 10;

/** Writes lines, never redraws. */
export class PlainProgress {
  #tally = new SweepCounts([], 0);
  #lastLine = Number.NEGATIVE_INFINITY;

  constructor(private readonly terminal: Pick<Terminal, "say">) {}

  begin(pending: readonly Trial[], total: number): void {
    this.#tally = new SweepCounts(pending, total);
  }

  event(event: SchedulerEvent): void {
    this.#tally.add(event);
    const news = formatEvent(event);
    if (news) this.#say(news);
    else if (event.type === "end") this.#say(`${nameOf(event.trial)}: ${describeEnd(event.end)}`);
    else if (event.type === "epoch" && performance.now() / 1000 - this.#lastLine > SECONDS_BETWEEN_LINES) {
      const { epoch } = event.metrics;
      const [accuracy, selectivity] = [event.metrics["val/accuracy"], event.metrics["selectivity/mean"]].map(
        formatShare,
      );
      this.#say(
        `${nameOf(event.trial)}: epoch ${epoch}/${event.trial.recipe.epochs}, accuracy ${accuracy}, selectivity ${selectivity}`,
      );
    }
  }

  end(): void {}

  #say(line: string): void {
    this.#lastLine = performance.now() / 1000;
    const left = this.#tally.secondsLeft();
    const { finished, total } = this.#tally;
    const rest = left === undefined || finished === total ? "" : `, ${formatDuration(left)} left`;
    const count = total === 0 ? "" : `[${finished}/${total}${rest}] `; // before there is a plan
    this.terminal.say(`${count}${line}`);
  }
}

function describeEnd({ status, cause, numbers }: JobEnd): string {
  return cause ? `${status}: ${cause}` : `${status}${describeNumbers(numbers)}`;
}

function nameOf({ alpha, seed }: Trial): string {
  return `alpha ${formatSigned(alpha)} seed ${seed}`;
}
