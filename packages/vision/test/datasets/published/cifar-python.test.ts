import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convertCifarBatch } from "../../../src/datasets/published/cifar-python.js";
import { DatasetError } from "../../../src/error.js";
import recorded from "../../reference/cifar.json" with { type: "json" };
import { source } from "../files.js";

const batch = (name: string) =>
  source(name, readFileSync(join(import.meta.dirname, `../../reference/cifar/${name}.pickle`)));

describe("a batch of CIFAR's Python version", () => {
  test.each([
    ...["python2", "protocol0", "python3-2", "python3-3", "python3-4", "python3-5", "bytes-keys", "array-labels"],
  ])("becomes records of the binary version: %s", (name) => {
    expect([...convertCifarBatch(batch(name), ["labels"])]).toEqual(recorded.records.flat());
  });

  test("has CIFAR-100's coarse labels before its fine ones", () => {
    const records = recorded.records.map((record, i) => [[1, 2, 19][i], ...record]);
    expect([...convertCifarBatch(batch("python2-fine"), ["coarse_labels", "fine_labels"])]).toEqual(records.flat());
  });

  test.each([
    ["no-data", 'no-data: expected "data" of uint8 [N, 3072], got none.'],
    ["float-data", "it holds an array of f4; bytes (u1) are read"],
    ["columns-first", "it holds an array with its columns first"],
    ["few-labels", 'few-labels: expected "labels" with 3 labels, got a list of 2.'],
    ["a-list", "a-list: expected a pickle of a dictionary, got a list of 2."],
    ["python2-fine", 'expected "labels" with 3 labels, got none.'],
  ])("%s is refused", (name, complaint) => {
    expect(() => convertCifarBatch(batch(name), ["labels"])).toThrow(DatasetError);
    expect(() => convertCifarBatch(batch(name), ["labels"])).toThrow(complaint);
  });

  test("throws nothing but DatasetError, wherever it is cut or a byte is changed", () => {
    const { bytes } = batch("python2");
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] as number) ^ 0x55;
      for (const some of [bytes.subarray(0, at), changed])
        try {
          convertCifarBatch(source("cut", some), ["labels"]);
        } catch (error) {
          expect(error, `at byte ${at}`).toBeInstanceOf(DatasetError);
        }
    }
  });
});
