/**
 * Progress of a robustness evaluation: how many parts of how many networks are done, and how long the rest will take.
 *
 * @module
 */
import type { AssessmentEvent } from "@selectivity-lab/lab";
import { createLogUpdate } from "log-update";
import { duration } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

/** Follows an evaluation. */
export interface AssessmentProgress {
  event(event: AssessmentEvent): void;
  /** Leaves the terminal tidy. */
  end(): void;
}

const SECONDS_BETWEEN_LINES = 10;
const REDRAW_MS = 100;

/** A line redrawn in place on a terminal, a line now and then elsewhere, nothing when asked to be quiet. */
export function assessmentProgress(terminal: Terminal): AssessmentProgress {
  if (terminal.quiet) return { event() {}, end() {} };
  const tally = new AssessmentTally();
  const draw = terminal.live ? createLogUpdate(process.stderr) : undefined;
  const timer = draw && setInterval(() => draw(tally.line()), REDRAW_MS).unref();
  let told = performance.now();
  return {
    event(event) {
      tally.add(event);
      if (event.type === "plan") terminal.say(planText(event));
      else if (!draw && (event.type === "end" || performance.now() - told > 1000 * SECONDS_BETWEEN_LINES)) {
        told = performance.now();
        terminal.say(tally.line());
      }
    },
    end() {
      clearInterval(timer);
      draw?.clear();
      draw?.done();
    },
  };
}

function planText({ networks, done, workers, threads }: Extract<AssessmentEvent, { type: "plan" }>) {
  const rest = done > 0 ? `, ${done} evaluation${done > 1 ? "s" : ""} done before` : "";
  return `${networks} network${networks === 1 ? "" : "s"}${rest}; ${workers} at once, ${threads} thread${threads > 1 ? "s" : ""} each`;
}

/** Counts events. */
export class AssessmentTally {
  #pending = 0;
  #ended = 0;
  /** Share done of what is being evaluated. */
  readonly #running = new Map<string, { text: string; share: number }>();
  #began: number | undefined;

  /** @param now in seconds. */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** Takes in an event. */
  add(event: AssessmentEvent): void {
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

  /** How far it is, in a line. */
  line(): string {
    const left = this.secondsLeft();
    const rest = left === undefined || left < 1 ? "" : `, about ${duration(left)} left`;
    const running = [...this.#running.values()].map(({ text }) => text).join("; ");
    return `[${this.#ended}/${this.#pending}${rest}] ${running}`.trimEnd();
  }

  /** Seconds until all is done, from the pace so far; `undefined` before a tenth of the first evaluation. */
  secondsLeft(): number | undefined {
    const done = [...this.#running.values()].reduce((sum, { share }) => sum + share, this.#ended);
    if (this.#began === undefined || done < 0.1) return undefined;
    return ((this.#pending - done) * (this.now() - this.#began)) / done;
  }
}
