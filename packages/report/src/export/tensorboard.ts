/**
 * A sweep for TensorBoard: one run per trial, with its scalars by epoch, and hyperparameters for the HPARAMS tab.
 *
 *     OUT/events.out.tfevents.0.sweep                      which hyperparameters and metrics exist
 *     OUT/alpha=-1 seed=0/events.out.tfevents.0.trial      one per trial
 *
 * @module
 */

import type { SweepHistory, TrialHistory, TrialState } from "@selectivity-lab/run";
import {
  type EventMessage,
  encodeEvent,
  encodeHParams,
  type HParamsMessage,
  type SummaryValue,
} from "./event-messages.js";
import { encodeRecords } from "./event-records.js";

/** A file of events, with its path relative to the export's folder. */
export interface EventFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Metrics of the HPARAMS tab, measured on the test split. */
const METRICS = ["test/accuracy", "test/meanSelectivity"] as const;

/** Status of a session in the hparams plugin; every other state counts as running. */
const STATUS: Partial<Record<TrialState, number>> = { done: 1, diverged: 2, failed: 2 };
const RUNNING = 3;

/** Data type of a hyperparameter in the hparams plugin: a number. */
const FLOAT64 = 3;

/** Creates the event files of a sweep. */
export function createEventFiles({ sweep, rows }: SweepHistory): EventFile[] {
  const started = rows.filter(({ curve, result }) => curve.length > 0 || result);
  return [
    { path: "events.out.tfevents.0.sweep", bytes: encodeFile(0, [createExperiment(sweep.name)]) },
    ...started.map((row) => ({
      path: `alpha=${row.alpha} seed=${row.seed}/events.out.tfevents.0.trial`,
      bytes: encodeFile(row.curve[0]?.time ?? 0, createTrialEvents(row)),
    })),
  ];
}

function createTrialEvents(row: TrialHistory): EventMessage[] {
  const { alpha, seed, state, curve, result } = row;
  const last = curve.at(-1);
  const [start, end, step] = [curve[0]?.time ?? 0, last?.time ?? 0, last?.epoch ?? 0];
  const hparams = { alpha: { numberValue: alpha }, seed: { numberValue: seed } };
  const test = result?.test;
  const measured = test ? [test.accuracy, test.meanSelectivity] : [];
  return [
    createEvent(
      start,
      0,
      createPluginValue("session_start_info", { sessionStartInfo: { hparams, startTimeSecs: start } }),
    ),
    ...createCurveEvents(curve),
    ...measured.map((value, index) => createEvent(end, step, { tag: METRICS[index] as string, simpleValue: value })),
    createEvent(
      end,
      step,
      createPluginValue("session_end_info", {
        sessionEndInfo: { status: STATUS[state] ?? RUNNING, endTimeSecs: end },
      }),
    ),
  ];
}

/** Keys of an epoch that are no scalars of it. */
const NO_SCALARS: readonly string[] = ["epoch", "step", "time", "attempt"];

function createCurveEvents(curve: TrialHistory["curve"]): EventMessage[] {
  return curve.flatMap((line) =>
    Object.entries(line)
      .filter(([tag, value]) => !NO_SCALARS.includes(tag) && Number.isFinite(value))
      .map(([tag, value]) => createEvent(line.time, line.epoch, { tag, simpleValue: value })),
  );
}

function createExperiment(name: string): EventMessage {
  const hparamInfos = ["alpha", "seed"].map((parameter) => ({ name: parameter, type: FLOAT64 }));
  const metricInfos = METRICS.map((tag) => ({ name: { tag } }));
  return createEvent(0, 0, createPluginValue("experiment", { experiment: { name, hparamInfos, metricInfos } }));
}

/** A value of the hparams plugin. TensorBoard reads it only with a tensor, which may be empty. */
function createPluginValue(name: string, content: HParamsMessage): SummaryValue {
  return {
    tag: `_hparams_/${name}`,
    metadata: { pluginData: { pluginName: "hparams", content: encodeHParams(content) } },
    tensor: { dtype: 1, tensorShape: {} },
  };
}

function createEvent(wallTime: number, step: number, value: SummaryValue): EventMessage {
  return { wallTime, step, summary: { value: [value] } };
}

function encodeFile(wallTime: number, events: readonly EventMessage[]): Uint8Array {
  return encodeRecords([{ wallTime, fileVersion: "brain.Event:2" }, ...events].map(encodeEvent));
}
