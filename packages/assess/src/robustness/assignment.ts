/**
 * A piece of work of a robustness evaluation, and what is reported about it.
 *
 * @module
 */
import type { AttackSettings, CorruptionSettings } from "./contracts.js";

/** Corrupting the test images in one way, for all networks. */
export interface ImageWork {
  readonly part: "images";
  readonly corruption: string;
  readonly settings: CorruptionSettings;
}

/** One part of the evaluation of one network. */
export type EvaluationWork =
  | { readonly part: "corruptions"; readonly settings: CorruptionSettings }
  | { readonly part: "attacks"; readonly settings: AttackSettings };

/** A piece of work. */
export interface Assignment {
  /** Its subject, in words. */
  readonly label: string;
  /** A network's file of weights, or its trial's folder; unused by images. */
  readonly network: string;
  /** SHA-256 of the network's weights; empty for images. */
  readonly weights: string;
  /** The robustness folder of the network; for images, of the whole evaluation. */
  readonly home: string;
  /** The network on which transfer attacks are made. */
  readonly source: string | null;
  readonly work: ImageWork | EvaluationWork;
}

/** The kind of a piece of work. */
export type WorkPart = Assignment["work"]["part"];

/** Events of an evaluation. The plan says how many evaluations were done before, and how many pieces of work are left. */
export type AssessmentEvent =
  | { type: "plan"; networks: number; done: number; work: number; workers: number; threads: number }
  | { type: "start"; label: string; part: WorkPart }
  | { type: "step"; label: string; part: WorkPart; done: number; of: number }
  | {
      type: "end";
      label: string;
      part: WorkPart;
      status: "done" | "stopped" | "failed";
      cause: string | null;
      /** What came out, by name: shares, and `seconds`. */
      numbers?: Readonly<Record<string, number>>;
    };
