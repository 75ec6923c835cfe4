/**
 * What an evaluation and its worker processes say to each other, and what it tells whoever asked for it.
 *
 * @module
 */
import type { AttackSettings, CorruptionSettings } from "./contracts.js";

/** Corrupting the images of one corruption, for all networks. */
export interface ImageWork {
  readonly part: "images";
  readonly corruption: string;
  readonly settings: CorruptionSettings;
}

/** One part of one network. */
export type EvaluationWork =
  | { readonly part: "corruptions"; readonly settings: CorruptionSettings }
  | { readonly part: "attacks"; readonly settings: AttackSettings };

/** A whole piece of work. */
export interface Assignment {
  /** What it is about, in words. */
  readonly label: string;
  /** A network's file of weights, or its trial's folder; unused by images. */
  readonly network: string;
  /** Its robustness folder. */
  readonly home: string;
  /** The network on which transfer attacks are made. */
  readonly source: string | null;
  readonly work: ImageWork | EvaluationWork;
}

/** What a piece of work does. */
export type WorkPart = Assignment["work"]["part"];

/** To a worker. */
export type ToWorker = { type: "assess"; assignment: Assignment } | { type: "stop" };

/** From a worker, about its assignment. */
export type FromWorker =
  | { type: "step"; done: number; of: number }
  | { type: "end"; status: "done" | "stopped" | "failed"; cause: string | null };

/** What happens during an evaluation; a plan says how many evaluations were done before, and how many pieces of work are left. */
export type AssessmentEvent =
  | { type: "plan"; networks: number; done: number; work: number; workers: number; threads: number }
  | { type: "start"; label: string; part: WorkPart }
  | { type: "step"; label: string; part: WorkPart; done: number; of: number }
  | { type: "end"; label: string; part: WorkPart; status: "done" | "stopped" | "failed"; cause: string | null };
