import { spawnSync } from "node:child_process";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { COMMAND } from "../../../testing/src/command.js";
import { withGuardedOutput } from "../../src/terminal/output.js";

/** Runs a line of bash in which `selectivity` is the compiled command. */
function bash(line: string) {
  const script = `set -o pipefail; selectivity() { "${process.execPath}" "${COMMAND}" "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A stream whose every write fails. */
function failing(code: string): Writable {
  const error = Object.assign(new Error(`${code}: write`), { code, syscall: "write" });
  return new Writable({ write: (_chunk, _encoding, done) => done(error) });
}

function recorder() {
  const texts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      texts.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => texts.join("") };
}

describe("the compiled command", () => {
  test("ends quietly when the reader of its output leaves, as head does", () => {
    expect(bash("selectivity recipes | head -1")).toEqual({ status: 0, stdout: "cifar10-resnet20\n", stderr: "" });
  });

  test("ends quietly when the reader is gone before the first line", () => {
    expect(bash("selectivity recipes | true")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("says in words that its output could not be written, and exits 1", () => {
    const { status, stderr } = bash("selectivity recipes > /dev/full");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "selectivity: the output could not be written: the disk is full (ENOSPC)\n",
    });
  });
});

describe("withGuardedOutput", () => {
  test("returns the exit code of a command whose reader has gone", async () => {
    const { stream, text } = recorder();
    const stdout = failing("EPIPE");
    const code = await withGuardedOutput({ stdout, stderr: stream }, async () => {
      stdout.write("a line\n");
      return 0;
    });
    expect({ code, said: text() }).toEqual({ code: 0, said: "" });
  });

  test("turns success into 1 where the output was lost, and keeps any other exit code", async () => {
    for (const [own, expected] of [
      [0, 1],
      [2, 2],
    ] as const) {
      const { stream, text } = recorder();
      const stdout = failing("ENOSPC");
      const code = await withGuardedOutput({ stdout, stderr: stream }, async () => {
        stdout.write("a line\n");
        return own;
      });
      expect(code).toBe(expected);
      expect(text()).toContain("the output could not be written");
    }
  });
});
