/**
 * Who an evaluation works for.
 *
 * @module
 */
/** Where published corruptions lie, who wants to hear of progress, and when to stop. */
export interface AssessmentHost {
  /** The folder of published corrupted files; null: generate. */
  readonly published: string | null;
  /** The folder of frost textures; null: procedural. */
  readonly frost: string | null;
  /** Searched for data before all other places. */
  readonly dataDirs: readonly string[];
  /** Once aborted, the evaluation ends at its next step, without a result. */
  readonly stop: AbortSignal;
  /** Told how much of a part is done. */
  onStep(done: number, of: number): void;
  /** Told, in one line, what the evaluation does without: a cache that cannot be written. */
  notify(line: string): void;
}
