/**
 * The benchmark of a sweep has both peers: PyTorch in as many processes as cores, and one network after another.
 */
import path from "node:path";
import { expect, test } from "vitest";

const { workloadsOf } = await import(path.join(import.meta.dirname, "../../benchmarks/workloads.js"));

interface Variant {
  name: string;
  group: string;
  peer?: boolean;
  command(scratch: string, shared: string): string[];
}

test("peers of a sweep run in parallel with one thread each, and one after another with all threads", () => {
  const { sweep } = workloadsOf({ threads: "4", python: "python3", compile: true, data: "data" });
  const peers: Variant[] = sweep.variants.filter(({ peer }: Variant) => peer);
  const groups = (kind: string) => peers.filter(({ group }) => group.endsWith(kind));
  expect(groups("in parallel").map(({ name }) => name)).toEqual([
    "PyTorch eager, in parallel",
    "PyTorch eager, channels_last, in parallel",
    "PyTorch compile, in parallel",
    "PyTorch compile, channels_last, in parallel",
  ]);
  expect(groups("one after another")).toHaveLength(4);
  for (const { command } of groups("in parallel")) {
    expect(lastOf(command("", ""), "--threads")).toBe("1");
    expect(lastOf(command("", ""), "--processes")).toBe("4");
  }
  for (const { command } of groups("one after another")) {
    expect(lastOf(command("", ""), "--threads")).toBe("4");
    expect(command("", "")).not.toContain("--processes");
  }
});

test("variants of a workload have different names, by which runs are compared", () => {
  const workloads: { variants: Variant[] }[] = Object.values(
    workloadsOf({ threads: "2", python: "python3", compile: true, data: "data" }),
  );
  for (const { variants } of workloads) {
    const names = variants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

/** The value that counts where an option is given more than once. */
function lastOf(words: string[], option: string): string | undefined {
  return words[words.lastIndexOf(option) + 1];
}
