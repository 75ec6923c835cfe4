import { describe, expect, test } from "vitest";
import { EVENT, encodeEvent, encodeHParams, HPARAMS } from "../../src/export/event-messages.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("encodeEvent", () => {
  test("writes field numbers and wire types of event.proto, by hand", () => {
    // wall_time 1 (double 1.0), step 2 (varint 150, the example of protobuf.dev), file_version 3 ("testing")
    const bytes = encodeEvent({ wallTime: 1, step: 150, fileVersion: "testing" });
    expect(hex(bytes)).toBe(`09000000000000f03f` + `109601` + `1a0774657374696e67`);
    // summary 5, value 1: tag 1 "a", simple_value 2 (float 1.0)
    const scalar = encodeEvent({ wallTime: 0, step: 0, summary: { value: [{ tag: "a", simpleValue: 1 }] } });
    expect(hex(scalar)).toBe(`090000000000000000` + `1000` + `2a0a` + `0a08` + `0a0161` + `150000803f`);
  });

  test("can be read back", () => {
    const event = { wallTime: 1.5, step: 3, summary: { value: [{ tag: "val/accuracy", simpleValue: 0.5 }] } };
    expect(EVENT.toObject(EVENT.decode(encodeEvent(event)), { longs: Number })).toEqual(event);
  });
});

describe("encodeHParams", () => {
  test("writes hyperparameters as a map from name to number", () => {
    const start = { hparams: { alpha: { numberValue: -1 } }, startTimeSecs: 2 };
    const bytes = encodeHParams({ sessionStartInfo: start });
    // version 1, session_start_info 3: hparams 1 (key 1 "alpha", value 2: number_value 2), start_time_secs 5
    const entry = `0a05616c706861` + `1209` + `11000000000000f0bf`;
    expect(hex(bytes)).toBe(`08001a1d0a12${entry}290000000000000040`);
    expect(HPARAMS.toObject(HPARAMS.decode(bytes))).toEqual({ version: 0, sessionStartInfo: start });
  });
});
