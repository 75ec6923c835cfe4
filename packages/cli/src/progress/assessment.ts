/**
 * Progress of work on several networks, such as a robustness evaluation: how many pieces are done, and how long the rest will take.
 *
 * @module
 */
import { formatCount, formatDuration } from "@selectivity-lab/base";
import type { InspectionEvent } from "@selectivity-lab/lab";
import { createLogUpdate } from "log-update";
import type { Terminal } from "../terminal/terminal.js";
import { describeNumbers } from "./describe-numbers.js";

/** Follows an evaluation. */
export interface AssessmentProgress {
  event(event: InspectionEvent): void;
  /** Leaves the terminal tidy. */
  end(): void;
}

const SECONDS_BETWEEN_LINES = 10;
const REDRAW_MS = 100;

/** A line redrawn in place on a terminal, a line now and then elsewhere, nothing when asked to be quiet. */
export function assessmentProgress(terminal: Terminal): AssessmentProgress {
  if (terminal.quiet) return { event() {}, end() {} };
  const tally = new AssessmentTally();
  const draw = terminal.live ? createLogUpdate(terminal.stderr) : undefined;
  const timer = draw && setInterval(() => draw(tally.line()), REDRAW_MS).unref();
  let spoken = performance.now();
  return {
    event(event) {
      tally.add(event);
      if (event.type === "plan") terminal.say(describePlan(event));
      else if (!draw && (event.type === "end" || performance.now() - spoken > 1000 * SECONDS_BETWEEN_LINES)) {
        spoken = performance.now();
        terminal.say(event.type === "end" ? tally.line(describeEnd(event)) : tally.line());
      }
    },
    end() {
      clearInterval(timer);
      draw?.clear();
      draw?.done();
    },
  };
}

function describePlan({ networks, done, workers, threads }: Extract<InspectionEvent, { type: "plan" }>) {
  const rest = done > 0 ? `, ${formatCount(done, "evaluation")} done before` : "";
  return `${formatCount(networks, "network")}${rest}; ${workers} at once, ${formatCount(threads, "thread")} each`;
}

function describeEnd({ label, part, status, numbers }: Extract<InspectionEvent, { type: "end" }>): string {
  return `${label}, ${part}: ${status}${describeNumbers(numbers)}`;
}

/** Counts events. */
export class AssessmentTally {
  #pending = 0;
  #ended = 0;
  /** How much of each running evaluation is done, from 0 to 1. */
  readonly #running = new Map<string, { text: string; share: number }>();
  #began: number | undefined;

  /** @param now in seconds. */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** Counts an event. */
  add(event: InspectionEvent): void {
    if (event.type === "plan") {
      this.#pending = event.work;
      this.#began = this.now();
      return;
    }
    const key = `${event.label}, ${event.part}`;
    if (event.type === "start") this.#running.set(key, { text: key, share: 0 });
    if (event.type === "step")
      this.#running.set(key, { text: `${key} ${event.done}/${event.of}`, share: event.done / event.of });
    if (event.type === "end") {
      this.#running.delete(key);
      this.#ended++;
    }
  }

  /** One line of progress. @param news what to say instead of what is running. */
  line(news?: string): string {
    if (this.#pending === 0) return news ?? "";
    const left = this.secondsLeft();
    const rest = left === undefined || left < 1 ? "" : `, about ${formatDuration(left)} left`;
    const running = [...this.#running.values()].map(({ text }) => text).join("; ");
    return `[${this.#ended}/${this.#pending}${rest}] ${news ?? running}`.trimEnd();
  }

  /** Seconds until all is done, from the pace so far; `undefined` before a tenth of the first evaluation is done. */
  secondsLeft(): number | undefined {
    const done = [...this.#running.values()].reduce((sum, { share }) => sum + share, this.#ended);
    if (this.#began === undefined || done < 0.1) return undefined;
    return ((this.#pending - done) * (this.now() - this.#began)) / done;
  }
}
