/**
 * An inspection of a network as a job of the process pool.
 *
 *     TRIAL/<folder>/jobs/<name>-<key>/     lease and log of attempts, while it is not done
 *
 * @module
 */
import path from "node:path";
import { type Job, type JobPlace, type Plugin, recordJobFailure, type WorkerProgram } from "@selectivity-lab/run";
import { hashInspection, locateInspection, readInspection } from "../inspect/files.js";
import type { Subject } from "../inspect/find-subjects.js";
import type { InspectionSettings } from "../inspect/inspection.js";
import { findInspection } from "./inspections.js";

/** What a worker receives. */
export interface InspectionAssignment {
  readonly inspection: string;
  readonly subject: Subject;
  readonly settings: InspectionSettings;
}

/** What a worker knows from its start. */
export interface InspectionWorkerSetting {
  readonly threads: number;
  readonly device: string;
  readonly dataDirs: readonly string[];
  readonly plugins: readonly Plugin[];
}

/** What a worker reports. */
export type InspectionNews = { readonly type: "step"; readonly done: number; readonly of: number };

/** An inspection in the pool. */
export interface InspectionJob extends Job {
  readonly assignment: InspectionAssignment;
}

/** The job of an inspection. */
export function createInspectionJob(assignment: InspectionAssignment): InspectionJob {
  const place = locateInspectionJob(assignment);
  return {
    ...place,
    id: place.folder,
    assignment,
    message: assignment,
    isFinished: () => isInspected(assignment),
    recordFailure: (cause) => recordJobFailure(place, cause),
  };
}

/** Where an inspection keeps its lease and its log of attempts. */
export function locateInspectionJob({ inspection: name, subject, settings }: InspectionAssignment): JobPlace {
  const key = hashInspection(settings);
  const { folder: home } = locateInspection(subject.network, findInspection(name), key);
  const folder = path.join(home, "jobs", `${name}-${key}`);
  return { folder, attempts: path.join(folder, "attempts.jsonl") };
}

/** Whether the result for these settings and weights is there. */
export function isInspected({ inspection, subject, settings }: InspectionAssignment): boolean {
  return readInspection(subject.network, findInspection(inspection), settings, subject.weights) !== undefined;
}

/** The compiled worker program, also when this file runs from its sources. */
export function describeInspectionWorker(setting: InspectionWorkerSetting): WorkerProgram {
  return { module: path.join(import.meta.dirname, "../../dist/inspections/worker.js"), setting };
}
