/**
 * Asks a cluster again that does not answer just now: its jobs go on meanwhile.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { ClusterError } from "../schedulers/contract/cluster-error.js";

/** Whom to tell, and when to give up. */
export interface Patience {
  /** The cluster's name. */
  readonly who: string;
  readonly stop: AbortSignal;
  /** Before the first repetition, in seconds; then twice as long each time, up to a minute. */
  readonly seconds: number;
  notify(line: string): void;
}

const LONGEST_SECONDS = 60;

/**
 * Asks until there is an answer. That there is none is said once, and that there is one again.
 *
 * @param canPass whether an error may go by; others are thrown at once.
 * @returns null when it was stopped before.
 */
export async function retryUntilAnswered<Answer>(
  ask: () => Promise<Answer>,
  canPass: (error: ClusterError) => boolean,
  { who, stop, seconds, notify }: Patience,
): Promise<Answer | null> {
  for (let wait = seconds, isTold = false; !stop.aborted; wait = Math.min(2 * wait, LONGEST_SECONDS)) {
    try {
      const answer = await ask();
      if (isTold) notify(`${who} answers again`);
      return answer;
    } catch (error) {
      if (!(error instanceof ClusterError) || !canPass(error)) throw error;
      if (!isTold)
        notify(`${who} does not answer (${error.problem}): asking again until it does; its jobs go on meanwhile`);
      isTold = true;
    }
    await setTimeout(1000 * wait, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
