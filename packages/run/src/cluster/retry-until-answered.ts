/**
 * Asks a cluster again that does not answer: its jobs continue meanwhile.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { ClusterError } from "../schedulers/contract/cluster-error.js";

/** How long to wait, and who is informed. */
export interface Patience {
  /** The cluster's name in messages. */
  readonly who: string;
  readonly stop: AbortSignal;
  /** Seconds before the first retry; then twice as long each time, up to a minute. */
  readonly seconds: number;
  notify(line: string): void;
}

const LONGEST_SECONDS = 60;

/**
 * Asks until there is an answer. The silence is reported once, and its end.
 *
 * @param canPass whether an error may pass; others are thrown at once.
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
        notify(`${who} does not answer (${error.problem}): asking again until it does; its jobs continue meanwhile`);
      isTold = true;
    }
    await setTimeout(1000 * wait, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
