/**
 * SWEEP/trials/ID/metrics.jsonl: one line per epoch.
 *
 * @module
 */
import { z } from "zod";
import { measuredNumber } from "./fields.js";

/** One line of metrics.jsonl without its layers. */
export const epochSummarySchema = z.object({
  epoch: z.int(),
  step: z.int(),
  /** Seconds since 1970. */
  time: z.number(),
  /** Number of the attempt, from 1; a line of a later attempt replaces those of the same and later epochs. */
  attempt: z.int(),
  "train/loss": measuredNumber,
  "train/accuracy": measuredNumber,
  "val/loss": measuredNumber,
  "val/accuracy": measuredNumber,
  "selectivity/mean": measuredNumber,
  "time/imagesPerSecond": measuredNumber,
});

/** One line of metrics.jsonl. In addition to the named keys: `selectivity/<layer>`, the mean over a layer's units. */
export const epochMetricsSchema = epochSummarySchema.catchall(measuredNumber);
/** One line of metrics.jsonl: see {@link epochMetricsSchema}. */
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;
