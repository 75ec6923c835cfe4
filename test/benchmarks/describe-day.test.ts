/**
 * A day on a GPU as the page shows it: what failed and what was not measured is named, and a rehearsal is not passed off as a measurement.
 */
import path from "node:path";
import { expect, test } from "vitest";

const { describeDay } = await import(path.join(import.meta.dirname, "../../benchmarks/gpu-day/describe-day.js"));

const day = {
  rehearsal: false,
  device: "a GPU",
  parts: [
    { name: "checks", seconds: 1 },
    { name: "resnet20, compile", seconds: 2, failed: "exit code 1\nlong story" },
    { name: "sweep", seconds: 0, skipped: "10 s were left, it needs 40" },
  ],
  checks: [
    { name: "error outside of training steps", value: 2.1e-7, bound: "≤ 0.00001", ok: true },
    { name: "error afterwards", value: 0.5, bound: "≤ 0.00001", ok: false },
  ],
  sweep: null,
  workloads: {},
};

test("nothing measured is said so", () => expect(describeDay(null)).toContain("Not measured yet."));

test("checks, and what is missing with its reason", () => {
  expect(describeDay(day).split("\n")).toEqual(
    expect.arrayContaining([
      "| error outside of training steps | 2.1e-7 | ≤ 0.00001 | holds |",
      "| error afterwards | 0.5 | ≤ 0.00001 | **does not hold** |",
      "- resnet20, compile: failed: exit code 1",
      "- sweep: 10 s were left, it needs 40",
    ]),
  );
});

test("a sweep in one sentence", () => {
  const sweep = {
    trained: 7,
    seconds: 21.85,
    workers: 2,
    secondsPerNetwork: 3.12,
    epochs: 1,
    images: 600,
    precision: "float32",
  };
  expect(describeDay({ ...day, sweep })).toContain(
    "A sweep of ResNet20 on a GPU: 7 networks in 22 s by 2 workers, 3.1 s per network; 1 epochs of 600 images of 3 × 32 × 32, float32.",
  );
});

test("a rehearsal is refused", () => expect(() => describeDay({ ...day, rehearsal: true })).toThrow("a rehearsal"));
