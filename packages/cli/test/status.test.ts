import { cpSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { cleanDocumentSchema, overviewDocumentSchema, sweepDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { processStart } from "../../run/src/lease/process-start.js";
import { selectivity } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { jsonLines, temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const home = temporaryFolder();
const run = (...words: string[]) => runInProcess(words, home);
const SWEEP = [
  ...[
    "sweep",
    "fashion-quick",
    "epochs=1",
    "trainImages=200",
    "validationImages=40",
    "model=mlp",
    'modelOptions={"widths":[8]}',
  ],
  ...["--alphas=-1,0", "--seeds", "0,1", "--data-dir", "data", "--out", "s", "--quiet"],
];
let ids: string[];

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  expect(await run(...SWEEP)).toMatchObject({ code: 0 });
  ids = readdirSync(join(home, "s/trials"));
}, 60_000);

const trial = (index: number, name: string) => join(home, "s/trials", ids[index] as string, name);
const lease = (more: object) =>
  JSON.stringify({ schema: 1, token: "t", host: hostname(), pid: 2 ** 22 + 1, started: "", counter: 3, ...more });

describe("selectivity status", () => {
  test("counts the networks of each alpha by state", async () => {
    const { code, stdout } = await run("status", "s");
    expect(code).toBe(0);
    expect(stdout).toBe("alpha  networks  done\n   −1         2     2\n    0         2     2\n  all         4     4\n");
  });

  test("the compiled command prints the same", async () => {
    const { stdout } = await selectivity(["status", "s"], home);
    expect(stdout).toBe((await run("status", "s")).stdout);
  });

  test("names what runs, is lost, was preempted or failed, and why", async () => {
    const { rmSync } = await import("node:fs");
    for (const index of [0, 1, 2, 3]) rmSync(trial(index, "result.json"));
    writeFileSync(trial(0, "lease.json"), lease({ host: "node7", pid: 12 }));
    writeFileSync(trial(1, "lease.json"), lease({ host: "node8", pid: 13 }));
    utimesSync(trial(1, "lease.json"), new Date(Date.now() - 600_000), new Date(Date.now() - 600_000));
    writeFileSync(trial(2, "attempts.jsonl"), '{"event":"start"}\n{"event":"end","reason":"preempted"}\n');
    writeFileSync(
      trial(3, "attempts.jsonl"),
      '{"event":"start"}\n{"event":"end","reason":"failed","cause":"the sky fell"}\n',
    );
    const { code, stdout } = await run("status", "s");
    expect(code).toBe(0);
    for (const pattern of [
      /running on node7 \(process 12, heard \d+ s ago\), epoch 1\/1$/m,
      /lost on node8 \(process 13, heard 10 min \d+ s ago\), epoch 1\/1: process 13 on node8 has not been heard for 60\d s$/m,
      /preempted, epoch 1\/1$/m,
      /failed, epoch 1\/1: the sky fell$/m,
      /^ {2}all +4 +1 +1 +1 +1$/m,
    ])
      expect(stdout).toMatch(pattern);
    const { stdout: json } = await run("status", "s", "--json");
    const document = readDocument(sweepDocumentSchema, json);
    expect(document).toMatchObject({ running: 1, lost: 1, preempted: 1, failed: 1, done: 0, queued: 0 });
    const running = document.trials.find(({ state }) => state === "running");
    expect(running).toMatchObject({ epochs: 1, attempts: 1, holder: { host: "node7", pid: 12 } });
  });
});

describe("selectivity status of several sweeps", () => {
  test("has a line for each, whether they are named or lie below runs", async () => {
    cpSync(join(home, "s"), join(home, "runs/other/s2"), { recursive: true, preserveTimestamps: true });
    const line = `runs/other/s2         4        1     1          1       1`;
    const { code, stdout } = await run("status");
    expect([code, stdout]).toEqual([0, `sweep          networks  running  lost  preempted  failed\n${line}\n`]);
    expect((await run("status", "runs")).stdout).toBe(stdout);
    const { sweeps } = readDocument(overviewDocumentSchema, (await run("status", "--json")).stdout);
    expect(sweeps).toEqual([
      expect.objectContaining({ sweep: "runs/other/s2", networks: 4, running: 1, failed: 1, done: 0 }),
    ]);
  });
});

describe("selectivity retry", () => {
  test("does not offer --failed any more, and says so to who still writes it", async () => {
    expect((await run("retry", "--help")).stdout).not.toContain("--failed");
    const { code, stderr } = await run("retry", "empty", "--failed");
    expect(code).toBe(2);
    expect(stderr).toContain("note: retry trains the failed networks in any case; leave --failed out\n");
  });

  test("trains what failed, and nothing else", async () => {
    const { code } = await run("retry", "s", "--data-dir", "data", "--quiet");
    expect(code).toBe(1); // three others are not finished
    expect(jsonLines(trial(3, "attempts.jsonl")).at(-1)).toMatchObject({ reason: "done" });
    expect(jsonLines(trial(2, "attempts.jsonl"))).toHaveLength(2);
  }, 60_000);
});

describe("selectivity clean", () => {
  test("says what it would remove, then removes it; what is in use or needed stays", async () => {
    const started = processStart(process.pid)?.replace(/\d+$/, "1");
    writeFileSync(trial(3, "lease.json"), lease({ pid: process.pid, started }));
    writeFileSync(trial(3, "checkpoint.previous.safetensors"), "old");
    writeFileSync(trial(2, "checkpoint.safetensors"), "needed");
    for (const [name, seconds] of [
      [".model.abc.tmp", 7200],
      [".young.tmp", 5],
    ] as const) {
      writeFileSync(trial(3, name), "half");
      utimesSync(trial(3, name), new Date(Date.now() - 1000 * seconds), new Date(Date.now() - 1000 * seconds));
    }
    const dry = await run("clean", "s", "--dry-run", "--json");
    const would = readDocument(cleanDocumentSchema, dry.stdout).leftovers.map(
      ({ path, why }) => `${path.split("/").at(-1)}: ${why}`,
    );
    expect(would.sort()).toEqual([
      ".model.abc.tmp: temporary file",
      "checkpoint.previous.safetensors: checkpoint of a finished trial",
      "lease.json: lease of a dead process",
    ]);
    expect(readdirSync(trial(3, "."))).toContain("lease.json");
    expect(await run("clean", "s")).toMatchObject({ code: 0 });
    const left = readdirSync(trial(3, "."));
    expect(left.filter((name) => /tmp$|lease|checkpoint/.test(name))).toEqual([".young.tmp"]);
    expect(readdirSync(trial(2, "."))).toContain("checkpoint.safetensors");
    expect((await run("clean", "s")).stdout).toBe("nothing to clean\n");
  });
});

test.each(["status", "retry", "clean", "cancel"])("%s of a folder that is no sweep is refused", async (command) => {
  mkdirSync(join(home, "empty"), { recursive: true });
  expect(await run(command, "empty")).toMatchObject({ code: 2, stderr: expect.stringContaining("sweep.json") });
});
