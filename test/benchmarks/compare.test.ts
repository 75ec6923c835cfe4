/**
 * `npm run bench -- --against`: what counts as slower, what cannot be compared, and how the command ends.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";

const benchmarks = path.join(import.meta.dirname, "../../benchmarks");
const { compareRounds, compareWithRecorded, summarize } = await import(path.join(benchmarks, "compare.js"));

const TOLERANCE = 1.05;

describe("runs that alternated", () => {
  test("of equal pace on a machine that changes its pace are the same", () => {
    const [now, then] = [variant("ours", [10, 20, 30]), variant("ours", [10, 20, 30])];
    expect(compareRounds(now, then, TOLERANCE)).toMatchObject({ ratio: 1, low: 1, high: 1, verdict: "same" });
  });
  test("are slower when each round is", () => {
    expect(compareRounds(variant("ours", [11, 22, 33]), variant("ours", [10, 20, 30]), TOLERANCE).verdict).toBe(
      "slower",
    );
    expect(compareRounds(variant("ours", [10, 20, 30]), variant("ours", [11, 22, 33]), TOLERANCE).verdict).toBe(
      "faster",
    );
  });
  test("are not slower when the fastest times agree, or when rounds contradict each other", () => {
    expect(compareRounds(variant("ours", [10, 40, 60]), variant("ours", [10, 20, 30]), TOLERANCE).verdict).toBe(
      "unsure",
    );
    expect(compareRounds(variant("ours", [11, 15, 33]), variant("ours", [10, 20, 30]), TOLERANCE).verdict).toBe(
      "unsure",
    );
  });
});

describe("recorded results", () => {
  const then = result([variant("ours", [10, 10, 10]), variant("PyTorch eager", [20, 20, 20])]);
  test("of the same machine are compared time by time", () => {
    const now = result([variant("ours", [20, 20, 20]), variant("PyTorch eager", [40, 40, 40])]);
    const lines = compareWithRecorded("step", now, then, TOLERANCE);
    expect(lines).toEqual([expect.objectContaining({ variant: "ours", ratio: 2, verdict: "slower" })]);
  });
  test("of another machine are compared relative to PyTorch", () => {
    const now = result([variant("ours", [20, 20, 20]), variant("PyTorch eager", [40, 40, 40])], "another");
    const [line] = compareWithRecorded("step", now, then, TOLERANCE);
    expect(line).toMatchObject({ ratio: 1, verdict: "same" });
    expect(line.note).toContain("relative to PyTorch eager: processor was one, 2 cores, is another, 2 cores");
  });
  test("of another machine without PyTorch say nothing", () => {
    const [line] = compareWithRecorded("step", result([variant("ours", [20, 20, 20])], "another"), then, TOLERANCE);
    expect(line).toMatchObject({ verdict: "not comparable" });
    expect(line.ratio).toBeUndefined();
  });
  test("that lack a variant, or describe the workload differently, say so", () => {
    const now = { ...result([variant("new", [1]), variant("ours", [10, 10, 10])]), title: "more work" };
    const [added, ours] = compareWithRecorded("step", now, then, TOLERANCE);
    expect(added).toMatchObject({ variant: "new", note: "not in the recorded results" });
    expect(ours.note).toBe("described differently then: work");
  });
});

test("the exit code is 0, 1 where something is slower, 2 where nothing could be compared", () => {
  const line = { workload: "step", variant: "ours", ratio: 1, low: 1, high: 1, memory: "1 → 2 MB" };
  expect(summarize([{ ...line, verdict: "same" }], TOLERANCE)).toEqual({
    text: "step: ours  1.000 × [1.000 … 1.000]  same  1 → 2 MB\n0 of 1 slower by more than 5%",
    exitCode: 0,
  });
  expect(summarize([{ ...line, verdict: "slower" }], TOLERANCE).exitCode).toBe(1);
  expect(summarize([{ workload: "step", variant: "ours", verdict: "not comparable" }], TOLERANCE).exitCode).toBe(2);
});

describe("the command", () => {
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(benchmarks, "run.js"), ...words], {
      encoding: "utf8",
      env: { ...process.env, PYTHON: "no-such-python" },
    });
    return { status, stdout, stderr };
  };
  test("refuses what is neither a file nor a commit, a file that holds no results, and an unknown workload", () => {
    expect(run("--against", "no-such-commit")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--against no-such-commit: neither a file of results nor a commit"),
    });
    expect(run("--against", path.join(benchmarks, "run.js"))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("not a file of results"),
    });
    expect(run("walking")).toMatchObject({ status: 2, stderr: expect.stringContaining('no workload "walking"') });
    expect(run("--rounds", "none")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--rounds none: expected"),
    });
  });
  test("measures, compares with what it measured before, and says who became slower", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
    try {
      const file = path.join(folder, "results.jsonl");
      const words = ["fashion-quick-step", "--rounds", "1", "--threads", "1"];
      expect(run(...words, "--json", file)).toMatchObject({ status: 0 });
      expect(run(...words, "--against", file, "--tolerance", "900")).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(
          /^fashion-quick-step: ours, knob +\d\.\d{3} × .*\n.*\n.*\n0 of 3 slower by more than 900%/,
        ),
      });
      execFileSync("sed", ["-i", String.raw`s/"\(milliseconds\|fastest\)":[0-9.]*/"\1":0.1/g`, file]);
      expect(run(...words, "--against", file)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining("3 of 3 slower"),
      });
      writeFileSync(file, "");
      expect(run(...words, "--against", file)).toMatchObject({ status: 2, stdout: "nothing could be compared\n" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 300_000);
});

function variant(name: string, times: number[]) {
  const runs = times.map((milliseconds) => ({ milliseconds, times: [milliseconds] }));
  const sorted = times.toSorted((a, b) => a - b);
  return { name, runs, median: sorted[Math.floor(sorted.length / 2)], fastest: sorted[0], megabytes: 1 };
}

function result(variants: ReturnType<typeof variant>[], processor = "one") {
  const versions = { node: "v20.0.0", libtorch: "2.13.0" };
  return { title: "work", machine: { processor, cores: 2 }, versions, threads: 2, variants };
}
