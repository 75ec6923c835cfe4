/**
 * SWEEP/trials/ID/attempts.jsonl: one line per start of work on a trial, and one per end.
 *
 * @module
 */
import { z } from "zod";

/** One line of attempts.jsonl, as far as readers need it; writers add host, device, threads, versions. */
export const attemptSchema = z.looseObject({
  event: z.enum(["start", "end"]),
  reason: z.string().optional(),
  cause: z.string().nullish(),
});
/** One line of attempts.jsonl: see {@link attemptSchema}. */
export type AttemptLine = z.infer<typeof attemptSchema>;
