/**
 * Progress on a terminal: a block that is redrawn in place.
 *
 * @module
 */
import { formatDuration, formatSigned } from "@selectivity-lab/base";
import type { SchedulerEvent, Trial } from "@selectivity-lab/lab";
import { createLogUpdate } from "log-update";
import { colorsFor } from "../terminal/colors.js";
import type { OutputStream } from "../terminal/effects.js";
import { formatShare } from "../terminal/format.js";
import { formatEvent } from "./format-event.js";
import { type Running, SweepCounts } from "./sweep-counts.js";

/** Characters of a bar: a trial's line must fit into 80 columns. */
const BAR_WIDTH = { sweep: 24, trial: 8 } as const;
const REDRAW_MS = 100;

/** Redraws its block a few times a second. */
export class LiveProgress {
  #tally = new SweepCounts([], 0);
  #timer: NodeJS.Timeout | undefined;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #colors: ReturnType<typeof colorsFor>;

  constructor(private readonly stderr: OutputStream) {
    this.#draw = createLogUpdate(stderr);
    this.#colors = colorsFor(stderr);
  }

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
      this.#keep(`${this.#colors.red("✖")} ${nameOf(event.trial)}: ${event.end.status}: ${event.end.cause}`);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#draw.clear();
    this.#draw.done();
  }

  /** A line that stays above the block. */
  #keep(text: string): void {
    this.#draw.clear();
    this.stderr.write(`${text}\n`);
  }

  #block(): string {
    const { finished, total, running } = this.#tally;
    if (total === 0) return "";
    const left = this.#tally.secondsLeft();
    const rest = left === undefined ? "" : this.#colors.dim(`  about ${formatDuration(left)} left`);
    return [
      `${this.#bar(finished / total, BAR_WIDTH.sweep)} ${this.#colors.bold(`${finished}/${total}`)} networks${rest}`,
      ...[...running.values()].map((one) => this.#line(one)),
    ].join("\n");
  }

  #line({ trial, epochs = 0, metrics }: Running): string {
    const { epochs: all } = trial.recipe;
    const name = `alpha ${formatSigned(trial.alpha).padStart(5)}  seed ${trial.seed}`;
    const values = metrics
      ? this.#colors.dim(
          `  accuracy ${formatShare(metrics["val/accuracy"])}  selectivity ${formatShare(metrics["selectivity/mean"])}`,
        )
      : "";
    return `${this.#bar(epochs / all, BAR_WIDTH.trial)} ${name}  epoch ${Math.min(all, Math.floor(epochs) + 1)}/${all}${values}`;
  }

  #bar(share: number, width: number): string {
    const full = Math.round(Math.min(1, share) * width);
    return `${this.#colors.cyan("━".repeat(full))}${this.#colors.dim("─".repeat(width - full))}`;
  }
}

function nameOf({ alpha, seed }: Trial): string {
  return `alpha ${formatSigned(alpha)} seed ${seed}`;
}
