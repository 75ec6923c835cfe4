/**
 * A sweep for TensorBoard: a run a trial, with its scalars by epoch, and hyper-parameters for the HPARAMS tab.
 *
 *     OUT/events.out.tfevents.0.sweep                      which hyper-parameters and metrics there are
 *     OUT/alpha=-1 seed=0/events.out.tfevents.0.trial      the trial's
 *
 * An event file is a sequence of records: length, its checksum, a message `Event`, its checksum (CRC-32C, rotated by 15 bits and
 * shifted by a constant). Source: TensorFlow's record format; tensorboard's event.proto, summary.proto, plugins/hparams.
 * @module
 */

import type { SweepHistory, TrialHistory, TrialState } from "@selectivity-lab/run";
import { ProtobufMessage } from "./protobuf.js";

/** A file of events, by its path from the folder. */
export interface EventFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Metrics of the HPARAMS tab: of the test split. */
const METRICS = ["test/accuracy", "test/meanSelectivity"] as const;

/** What hparams calls the state of a session; all others are under way. */
const STATUS: Partial<Record<TrialState, number>> = { done: 1, diverged: 2, failed: 2 };
const RUNNING = 3;

/** The event files of a sweep. */
export function eventFiles({ sweep, rows }: SweepHistory): EventFile[] {
  const begun = rows.filter(({ curve, result }) => curve.length > 0 || result);
  return [
    { path: "events.out.tfevents.0.sweep", bytes: file(0, [experiment(sweep.name)]) },
    ...begun.map((row) => ({
      path: `alpha=${row.alpha} seed=${row.seed}/events.out.tfevents.0.trial`,
      bytes: file(row.curve[0]?.time ?? 0, eventsOf(row)),
    })),
  ];
}

function eventsOf(row: TrialHistory): ProtobufMessage[] {
  const { alpha, seed, state, curve, result } = row;
  const last = curve.at(-1);
  const [start, end] = [curve[0]?.time ?? 0, last?.time ?? 0];
  const hparams = (name: string, value: number) =>
    new ProtobufMessage().bytes(1, name).bytes(2, new ProtobufMessage().double(2, value)); // an entry of a map: a name, a number
  const session = new ProtobufMessage()
    .bytes(1, hparams("alpha", alpha))
    .bytes(1, hparams("seed", seed))
    .double(5, start);
  const events = [event(start, 0, plugin("_hparams_/session_start_info", 3, session))];
  for (const line of curve)
    for (const [tag, value] of Object.entries(line))
      if (!["epoch", "step", "time", "attempt"].includes(tag) && Number.isFinite(value))
        events.push(event(line.time, line.epoch, scalar(tag, value)));
  if (result?.test) {
    const { accuracy, meanSelectivity } = result.test;
    for (const [index, value] of [accuracy, meanSelectivity].entries())
      events.push(event(end, last?.epoch ?? 0, scalar(METRICS[index] as string, value)));
  }
  return [
    ...events,
    event(
      end,
      last?.epoch ?? 0,
      plugin(
        "_hparams_/session_end_info",
        4,
        new ProtobufMessage().integer(1, STATUS[state] ?? RUNNING).double(2, end),
      ),
    ),
  ];
}

function experiment(name: string): ProtobufMessage {
  const content = new ProtobufMessage().bytes(6, name);
  for (const parameter of ["alpha", "seed"]) content.bytes(4, new ProtobufMessage().bytes(1, parameter).integer(4, 3)); // a double
  for (const metric of METRICS)
    content.bytes(5, new ProtobufMessage().bytes(1, new ProtobufMessage().bytes(2, metric)));
  return event(0, 0, plugin("_hparams_/experiment", 2, content));
}

/** A value of the hyper-parameter plugin: its content is one of several kinds, told by the field. */
function plugin(tag: string, field: number, content: ProtobufMessage): ProtobufMessage {
  const data = new ProtobufMessage().integer(1, 0).bytes(field, content);
  const metadata = new ProtobufMessage().bytes(1, new ProtobufMessage().bytes(1, "hparams").bytes(2, data));
  const nothing = new ProtobufMessage().integer(1, 1).bytes(2, new ProtobufMessage()); // a float tensor without values, which the reader wants
  return new ProtobufMessage().bytes(1, tag).bytes(9, metadata).bytes(8, nothing);
}

function scalar(tag: string, value: number): ProtobufMessage {
  return new ProtobufMessage().bytes(1, tag).float(2, value);
}

function event(time: number, step: number, value: ProtobufMessage): ProtobufMessage {
  return new ProtobufMessage().double(1, time).integer(2, step).bytes(5, new ProtobufMessage().bytes(1, value));
}

function file(time: number, events: readonly ProtobufMessage[]): Uint8Array {
  const version = new ProtobufMessage().double(1, time).bytes(3, "brain.Event:2");
  return Buffer.concat([version, ...events].map((message) => record(message.encode())));
}

function record(data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, checksum(length), data, checksum(data)]);
}

function checksum(data: Uint8Array): Buffer {
  const crc = crc32c(data);
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(masked);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli). */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
