import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dryRunDocumentSchema, sweepDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { type Ended, type Running, selectivity, start, until, untilIn } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { checksums, jsonLines, temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";
import { tinyWords } from "../../testing/src/trials.js";

const home = temporaryFolder();
const EPOCHS = 40; // long enough, some 20 ms each, to be caught in the act
const words = (folder: string, ...more: string[]) => [
  ...["sweep", "fashion-quick", ...tinyWords({ model: "mlp", modelOptions: { widths: [16, 8] }, epochs: EPOCHS })],
  ...["--alphas", "-1,0,1", "--seeds", "0..0", "--jobs", "2", "--data-dir", "data", "--out", folder, "--json", ...more],
];
let whole: Ended;

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  whole = await selectivity(words("whole"), home);
}, 60_000);

/** Checksums of the weights of every trial of a sweep. */
function weightsOf(folder: string): Record<string, Record<string, string>> {
  const trials = join(home, folder, "trials");
  const files = ["model.safetensors", "best.safetensors"];
  return Object.fromEntries(readdirSync(trials).map((id) => [id, checksums(join(trials, id), files)]));
}

/** The trials of a sweep that are being trained, with the processes that do it. */
function underWay(folder: string): { id: string; pid: number }[] {
  const trials = join(home, folder, "trials");
  if (!existsSync(trials)) return [];
  return readdirSync(trials).flatMap((id) => {
    const log = join(trials, id, "attempts.jsonl");
    const last = existsSync(log) ? jsonLines(log).at(-1) : undefined;
    return last?.event === "start" && existsSync(join(trials, id, "metrics.jsonl"))
      ? [{ id, pid: Number(last.pid) }]
      : [];
  });
}

async function caughtInTheAct(folder: string, ...more: string[]): Promise<Running> {
  const running = start(words(folder, ...more), home);
  await untilIn(running, () => underWay(folder).length > 0);
  return running;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("selectivity sweep", () => {
  test("prints with --json exactly one document: what became of every trial", () => {
    expect(whole.code, whole.stderr).toBe(0);
    const summary = readDocument(sweepDocumentSchema, whole.stdout);
    expect(summary).toMatchObject({
      schema: 1,
      sweep: "whole",
      done: 3,
      diverged: 0,
      failed: 0,
      queued: 0,
      warnings: [],
    });
    expect(summary.trials.map(({ alpha }) => alpha)).toEqual([-1, 0, 1]);
    for (const trial of summary.trials)
      expect(trial).toMatchObject({ state: "done", cause: null, accuracy: expect.any(Number) });
    expect(whole.stderr).toMatch(/^fashion-quick: 3 networks; 2 at once, 1 thread each; in whole\n/);
  });

  test("says nothing with --quiet but what came out", async () => {
    const { code, stdout, stderr } = await runInProcess([...words("whole"), "--quiet"], home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(whole.stdout);
  });

  test("takes Ctrl-C: workers save and stop, 130; the same command goes on to the same bytes", async () => {
    const running = await caughtInTheAct("interrupted");
    const workers = underWay("interrupted").map(({ pid }) => pid);
    for (const pid of [running.child.pid as number, ...workers]) process.kill(pid, "SIGINT"); // as a terminal does
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ failed: 0 });
    expect(stderr).toMatch(/of 3 networks are not finished; run the same command again to continue/);
    await until(() => !workers.some(isAlive));

    expect(await runInProcess(words("interrupted"), home)).toMatchObject({ code: 0 });
    expect(weightsOf("interrupted")).toEqual(weightsOf("whole"));
  });

  test("leaves no worker behind when it is killed itself, and goes on to the same bytes", async () => {
    const running = await caughtInTheAct("orphaned");
    const workers = underWay("orphaned").map(({ pid }) => pid);
    running.child.kill("SIGKILL");
    await until(() => !workers.some(isAlive));
    await until(() => underWay("orphaned").length === 0);
    expect(await runInProcess(words("orphaned"), home)).toMatchObject({ code: 0 });
    expect(weightsOf("orphaned")).toEqual(weightsOf("whole"));
  });

  test("trains a network again whose process was killed, to the same bytes", async () => {
    const running = await caughtInTheAct("restarted");
    const [victim] = underWay("restarted") as [{ id: string; pid: number }];
    process.kill(victim.pid, "SIGKILL");
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/alpha \S+ seed 0: its worker process ended with SIGKILL; again in 1 s$/m);
    expect(weightsOf("restarted")).toEqual(weightsOf("whole"));
  });

  test("names a network whose attempts are used up, and the command that trains it again", async () => {
    const running = await caughtInTheAct("wounded", "--max-attempts", "1");
    const [victim] = underWay("wounded") as [{ id: string; pid: number }];
    process.kill(victim.pid, "SIGKILL");
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ done: 2, failed: 1, queued: 0 });
    expect(stderr).toMatch(/^✖ alpha \S+ seed 0 failed: its worker process ended with SIGKILL$/m);

    const again = /^ {2}again: npx selectivity (.*)$/m.exec(stderr)?.[1] as string;
    expect(again).toBe(`train --out wounded/trials/${victim.id} --data-dir data`);
    expect(await runInProcess(again.split(" "), home)).toMatchObject({ code: 0 });
    expect(weightsOf("wounded")).toEqual(weightsOf("whole"));
    expect(await runInProcess([...words("wounded"), "--quiet"], home)).toMatchObject({ code: 0, stderr: "" });
  });

  test("exits 1 when a trial diverged, and names it again when run again", async () => {
    const diverging = [...words("diverging", "--set", "learningRate=1e4", "--set", "epochs=2"), "--quiet"];
    for (const sweep of [await runInProcess(diverging, home), await runInProcess(diverging, home)]) {
      expect(sweep.code).toBe(1);
      expect(sweep.stderr).toMatch(/^✖ alpha \S+ seed 0 diverged: the loss became/m);
      expect(sweep.stderr).toContain("again: npx selectivity train --out diverging/trials/");
    }
  });

  test("adds alphas with --extend", async () => {
    const more = words("whole", "--extend").map((word) => (word === "-1,0,1" ? "2" : word));
    const { code, stdout } = await runInProcess(more, home);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ done: 4 });
    expect(JSON.parse(readFileSync(join(home, "whole/sweep.json"), "utf8"))).toMatchObject({ alphas: [-1, 0, 1, 2] });
  });

  test("adds seeds with --until, up to --max-seeds; --resume goes on with what is there, and with nothing else", async () => {
    const rule = ["--until", "width(accuracy@alpha) < 0.0001pp", "--max-seeds", "6"];
    const planned = await runInProcess([...words("rule", ...rule), "--dry-run"], home);
    expect(JSON.parse(planned.stdout)).toMatchObject({ networks: 15, mostNetworks: 18 });
    const { code, stdout, stderr } = await runInProcess(words("rule", ...rule), home);
    expect(code, stderr).toBe(0);
    expect(readDocument(sweepDocumentSchema, stdout)).toMatchObject({
      done: 18,
      until: { rule: "width(accuracy@alpha) < 0.0001pp", maxSeeds: 6, satisfied: false, spent: true, widest: { n: 6 } },
    });
    expect(stderr).toContain("; adding seed 5\n");
    expect(stderr).toMatch(/^no more seeds allowed: widest 95% interval of accuracy: /m);
    const resumed = await runInProcess(["sweep", "--resume", "--out", "rule", "--data-dir", "data"], home);
    expect(resumed).toMatchObject({ code: 0 });
    const nowhere = await runInProcess(["sweep", "--resume", "--out", "nowhere"], home);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere") });
    expect(existsSync(join(home, "nowhere"))).toBe(false);
    const status = await runInProcess(["status", "rule"], home);
    expect(status.stdout).toContain("\nwidest 95% interval of accuracy: ");
  }, 120_000);

  test("changes the sweep in the folder, not the quick one, where no recipe is named", async () => {
    const run = (...more: string[]) => runInProcess(["sweep", "--out", "own", "--data-dir", "data", ...more], home);
    const small = { model: "mlp", modelOptions: { widths: [8] }, epochs: 1 };
    expect(await run("fashion-quick", ...tinyWords(small), "--alphas=0", "--seeds", "0")).toMatchObject({ code: 0 });
    const extended = await run("--extend", "--seeds", "9", "--threads", "1", "--device", "cpu");
    expect(extended.code, extended.stderr).toBe(0);
    const { alphas, seeds, recipe } = JSON.parse(readFileSync(join(home, "own/sweep.json"), "utf8"));
    expect({ alphas, seeds, ...recipe }).toMatchObject({ alphas: [0], seeds: [0, 9], ...small, seed: [0, 9] });
    expect(await run("--resume", "--threads", "1")).toMatchObject({ code: 0 });
    const other = await run("epochs=2");
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("\n  epochs: present 1, requested 2\n") });
    expect(other.stderr).not.toContain("model");
  });

  test("refuses a rule that it does not understand", async () => {
    for (const [rule, complaint] of [
      [["--until", "accuracy < 1"], '"accuracy < 1" is not a stopping rule'],
      [["--max-seeds", "9"], "give the rule with --until"],
    ] as const)
      expect(await runInProcess(words("unwritten", ...rule), home)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(complaint),
      });
    expect(existsSync(join(home, "unwritten"))).toBe(false);
  });

  test("says what it would take, and writes nothing", async () => {
    const { code, stdout, stderr } = await runInProcess(words("planned", "--dry-run", "--json"), home);
    expect(code, stderr).toBe(0);
    const estimate = readDocument(dryRunDocumentSchema, stdout);
    expect(estimate).toMatchObject({ schema: 1, networks: 3, done: 0 });
    expect(estimate.imagesPerSecond[0]).toBeGreaterThan(0);
    expect(estimate.seconds[1]).toBeGreaterThan(estimate.seconds[0]);
    expect(existsSync(join(home, "planned"))).toBe(false);
    const done = await runInProcess(words("whole", "--dry-run", "--json"), home);
    expect(JSON.parse(done.stdout)).toMatchObject({ done: 3, seconds: [0, 0] });
  });
});
