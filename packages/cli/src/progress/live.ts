/**
 * Progress on a terminal: a block that is redrawn in place.
 *
 * @module
 */
import type { SchedulerEvent, Trial } from "@selectivity-lab/lab";
import { createLogUpdate } from "log-update";
import { colorsFor } from "../terminal/colors.js";
import { alphaText, duration, share } from "../terminal/format.js";
import { formatEvent } from "./format-event.js";
import { type Running, SweepCounts } from "./sweep-counts.js";

/** Characters of a bar: a trial's line must fit into 80 columns. */
const colors = colorsFor(process.stderr);
const BAR_WIDTH = { sweep: 24, trial: 8 } as const;
const REDRAW_MS = 100;

/** Redraws its block a few times a second. */
export class LiveProgress {
  #tally = new SweepCounts([], 0);
  #timer: NodeJS.Timeout | undefined;
  readonly #draw = createLogUpdate(process.stderr);

  begin(pending: readonly Trial[], total: number): void {
    this.#tally = new SweepCounts(pending, total);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#draw(this.#block()), REDRAW_MS).unref();
  }

  event(event: SchedulerEvent): void {
    this.#tally.add(event);
    const news = formatEvent(event);
    if (news) this.#keep(news);
    if (event.type === "end" && event.end.status !== "done")
      this.#keep(`${colors.red("✖")} ${nameOf(event.trial)}: ${event.end.status}: ${event.end.cause}`);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#draw.clear();
    this.#draw.done();
  }

  /** A line that stays above the block. */
  #keep(text: string): void {
    this.#draw.clear();
    process.stderr.write(`${text}\n`);
  }

  #block(): string {
    const { finished, total, running } = this.#tally;
    const left = this.#tally.secondsLeft();
    const rest = left === undefined ? "" : colors.dim(`  about ${duration(left)} left`);
    return [
      `${bar(finished / total, BAR_WIDTH.sweep)} ${colors.bold(`${finished}/${total}`)} networks${rest}`,
      ...[...running.values()].map(line),
    ].join("\n");
  }
}

function line({ trial, epochs = 0, metrics }: Running): string {
  const { epochs: all } = trial.recipe;
  const name = `alpha ${alphaText(trial.alpha).padStart(5)}  seed ${trial.seed}`;
  const values = metrics
    ? colors.dim(`  accuracy ${share(metrics["val/accuracy"])}  selectivity ${share(metrics["selectivity/mean"])}`)
    : "";
  return `${bar(epochs / all, BAR_WIDTH.trial)} ${name}  epoch ${Math.min(all, Math.floor(epochs) + 1)}/${all}${values}`;
}

function nameOf({ alpha, seed }: Trial): string {
  return `alpha ${alphaText(alpha)} seed ${seed}`;
}

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return `${colors.cyan("━".repeat(full))}${colors.dim("─".repeat(width - full))}`;
}
