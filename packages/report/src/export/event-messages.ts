/**
 * The messages of TensorBoard's event files, as far as the export needs them, encoded by protobufjs.
 *
 * Source: tensorboard's event.proto, summary.proto, tensor.proto, plugins/hparams/api.proto and plugin_data.proto. Field numbers
 * and types are theirs; fields that are not written are left out.
 * @module
 */
import protobuf from "protobufjs";

const SCHEMA = `
  syntax = "proto3";
  message Event {
    double wall_time = 1;
    int64 step = 2;
    string file_version = 3;
    Summary summary = 5;
  }
  message Summary { repeated SummaryValue value = 1; }
  message SummaryValue {
    string tag = 1;
    float simple_value = 2;
    Tensor tensor = 8;
    SummaryMetadata metadata = 9;
  }
  message Tensor {
    int32 dtype = 1;
    TensorShape tensor_shape = 2;
  }
  message TensorShape {}
  message SummaryMetadata { PluginData plugin_data = 1; }
  message PluginData {
    string plugin_name = 1;
    bytes content = 2;
  }

  message HParams {
    int32 version = 1;
    Experiment experiment = 2;
    SessionStart session_start_info = 3;
    SessionEnd session_end_info = 4;
  }
  message Experiment {
    string name = 6;
    repeated HParamInfo hparam_infos = 4;
    repeated MetricInfo metric_infos = 5;
  }
  message HParamInfo {
    string name = 1;
    int32 type = 4;
  }
  message MetricInfo { MetricName name = 1; }
  message MetricName { string tag = 2; }
  message SessionStart {
    map<string, Value> hparams = 1;
    double start_time_secs = 5;
  }
  message SessionEnd {
    int32 status = 1;
    double end_time_secs = 2;
  }
  message Value { double number_value = 2; }
`;

const { root } = protobuf.parse(SCHEMA);
/** The type of {@link EventMessage}. */
export const EVENT: protobuf.Type = root.lookupType("Event");

/** The type of {@link HParamsMessage}. */
export const HPARAMS: protobuf.Type = root.lookupType("HParams");

/** One record of an event file. */
export interface EventMessage {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly SummaryValue[] };
}

/** One value under a tag: a scalar, or a tensor with metadata for a plugin. */
export interface SummaryValue {
  readonly tag: string;
  readonly simpleValue?: number;
  readonly tensor?: { readonly dtype: number; readonly tensorShape: object };
  readonly metadata?: { readonly pluginData: { readonly pluginName: string; readonly content: Uint8Array } };
}

/** Content of the hparams plugin: exactly one of the three. */
export interface HParamsMessage {
  readonly experiment?: {
    readonly name: string;
    readonly hparamInfos: readonly { readonly name: string; readonly type: number }[];
    readonly metricInfos: readonly { readonly name: { readonly tag: string } }[];
  };
  readonly sessionStartInfo?: {
    readonly hparams: Readonly<Record<string, { readonly numberValue: number }>>;
    readonly startTimeSecs: number;
  };
  readonly sessionEndInfo?: { readonly status: number; readonly endTimeSecs: number };
}

/** Encodes an event. */
export function encodeEvent(event: EventMessage): Uint8Array {
  return EVENT.encode(EVENT.create({ ...event })).finish();
}

/** Encodes the content of the hparams plugin, version 0. */
export function encodeHParams(content: HParamsMessage): Uint8Array {
  return HPARAMS.encode(HPARAMS.create({ version: 0, ...content })).finish();
}
