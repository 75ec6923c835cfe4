/** Sweeps on a real Slurm of three nodes, all on this machine. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { slurmScript } from "../../src/schedulers/slurm.js";
import { type Ended, selectivity, start } from "../support/command.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../support/folders.js";
import { writeTinyImages } from "../support/tiny-images.js";

const LOCAL_SLURM = join(import.meta.dirname, "../../../../../shared/slurm/local-slurm");
const isThere = existsSync(LOCAL_SLURM) && process.getuid?.() === 0;
if (!isThere) console.warn("skipped: sweeps on Slurm, for there is no local-slurm here, or this is not root");

describe("the script", () => {
  test("is what a person would write", () => {
    const request = {
      folder: "/runs/my sweep",
      tasks: 24,
      command: ["node", "selectivity.js", "work", "/runs/my sweep"],
      script: "",
    };
    const options = { partition: "gpu", time: "4:00:00", gres: "gpu:1", cpus: 4, arrayLimit: 8, warning: 120 };
    expect(slurmScript(request, options)).toBe(`#!/bin/bash
# Written by \`selectivity sweep --on slurm\`. Each task takes trials of the sweep until none is left; see docs/sweeps.md.
#SBATCH --job-name=selectivity-my sweep
#SBATCH --array=0-23%8
#SBATCH --cpus-per-task=4
#SBATCH --partition=gpu
#SBATCH --time=4:00:00
#SBATCH --gres=gpu:1
#SBATCH --signal=B:USR2@120
#SBATCH --output=/runs/my sweep/slurm/%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
export OMP_NUM_THREADS=4
exec node selectivity.js work '/runs/my sweep' --task "$SLURM_ARRAY_TASK_ID"
`);
  });

  test("cannot be submitted where there is no Slurm, and the command says so", async () => {
    const home = temporaryFolder();
    writeTinyImages(join(home, "data"));
    const words = [
      "sweep",
      "fashion-quick",
      "epochs=1",
      "trainImages=200",
      "validationImages=40",
      "--alphas",
      "0",
      "--seeds",
      "0",
    ];
    const ended = await selectivity([...words, "--data-dir", "data", "--out", "s", "--on", "slurm"], home, {
      PATH: "/nowhere",
    });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("was not found")]);
  });
});

describe.skipIf(!isThere)("on three nodes", () => {
  const home = temporaryFolder();
  const cluster = mkdtempSync("/tmp/slurm-");
  const environment: NodeJS.ProcessEnv = {};
  const run = (...words: string[]) => selectivity(words, home, environment);
  const MINI = ["fashion-quick", "epochs=6", "trainImages=200", "validationImages=40", "batchSize=10", "threads=1"];
  const GRID = ["--alphas=-2,-1,0,1", "--seeds", "0..5"];
  const ON = ["--on", "slurm", "--cpus", "1", "--data-dir", "data", "--warning", "10"];
  const weightsOf = (folder: string) =>
    Object.fromEntries(
      readdirSync(join(home, folder, "trials")).map((id) => [
        id,
        checksums(join(home, folder, "trials", id), ["model.safetensors"]),
      ]),
    );
  const pidOf = (name: string) => Number(readFileSync(join(cluster, "run", `${name}.pid`), "utf8"));

  beforeAll(async () => {
    mkdirSync(join(cluster, "etc"), { recursive: true });
    writeFileSync(
      join(cluster, "etc/extra.conf"),
      "SlurmdTimeout=5\nMessageTimeout=5\nNodeName=DEFAULT CPUs=2 RealMemory=4000\n",
    );
    spawnSync("chmod", ["755", cluster]);
    const printed = execFileSync(LOCAL_SLURM, ["start", cluster, "3"], { encoding: "utf8" });
    environment.SLURM_CONF = /SLURM_CONF=(\S+)/.exec(printed)?.[1]?.replace(/^["']|["';]+$/g, "");
    writeTinyImages(join(home, "data"));
    const whole = await run("sweep", ...MINI, ...GRID, "--data-dir", "data", "--out", "whole", "--quiet");
    expect(whole.code, whole.stderr).toBe(0);
  }, 180_000);
  afterAll(() => {
    spawnSync(LOCAL_SLURM, ["stop", cluster]);
    rmSync(cluster, { recursive: true, force: true });
  }, 60_000);

  const isClean = (folder: string) =>
    filesBelow(join(home, folder)).filter((name) => /\.tmp$|lease|checkpoint/.test(name));

  test("24 networks in 6 tasks, with a node that loses power, come to the same bits", async () => {
    const running = start(["sweep", ...MINI, ...GRID, ...ON, "--tasks", "6", "--out", "s"], home, environment);
    const isBusy = () => existsSync(join(home, "s/trials")) && readdirSync(join(home, "s/trials")).length > 7;
    while (!isBusy() && running.child.exitCode === null) await setTimeout(50);
    process.kill(pidOf("node1"), "SIGKILL");
    await setTimeout(1000);
    execFileSync(LOCAL_SLURM, ["start", cluster, "3"]);
    let ended: Ended = await running.ended;
    // a task that had just begun may be forgotten with its node; the same command submits what is left
    for (let again = 0; again < 2 && ended.code !== 0; again++)
      ended = await run("sweep", ...MINI, ...GRID, ...ON, "--out", "s");
    expect(ended.code, ended.stderr).toBe(0);
    expect(weightsOf("s")).toEqual(weightsOf("whole"));
    expect(isClean("s")).toEqual([]);
  }, 300_000);

  test("what is cancelled is saved, and goes on from another command to the same bits", async () => {
    const submitted = await run("sweep", ...MINI, ...GRID, ...ON, "--tasks", "4", "--out", "c", "--submit-only");
    expect([submitted.code, submitted.stderr]).toEqual([0, expect.stringContaining("the jobs go on by themselves")]);
    while (!existsSync(join(home, "c/trials"))) await setTimeout(50);
    const { stdout } = await run("status", "c", "--json");
    expect(JSON.parse(stdout).trials).toHaveLength(24);
    const cancelled = await run("cancel", "c");
    expect([cancelled.code, cancelled.stdout]).toEqual([
      0,
      expect.stringMatching(/^ended \d+ running and \d+ waiting tasks/),
    ]);
    for (let left = 1; left > 0; await setTimeout(200))
      left = execFileSync("squeue", ["-h"], { env: { ...process.env, ...environment }, encoding: "utf8" }).trim()
        .length;
    const after = await run("sweep", ...MINI, ...GRID, ...ON, "--tasks", "6", "--out", "c");
    expect(after.code, after.stderr).toBe(0);
    expect(weightsOf("c")).toEqual(weightsOf("whole"));
    expect(isClean("c")).toEqual([]);
  }, 300_000);

  test("a task that is warned saves, asks for another place, and its networks come to the same bits", async () => {
    const running = start(["sweep", ...MINI, ...GRID, ...ON, "--tasks", "2", "--out", "p"], home, environment);
    while (!existsSync(join(home, "p/trials")) && running.child.exitCode === null) await setTimeout(50);
    await setTimeout(500);
    const [job] = jsonLines(join(home, "p/slurm/jobs.jsonl")).map(({ job }) => String(job));
    execFileSync("scancel", ["--signal=USR2", "--batch", job as string], { env: { ...process.env, ...environment } });
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(0);
    const attempts = readdirSync(join(home, "p/trials")).flatMap((id) =>
      jsonLines(join(home, "p/trials", id, "attempts.jsonl")),
    );
    expect(attempts.filter(({ reason }) => reason === "preempted").length).toBeGreaterThan(0);
    expect(
      readdirSync(join(home, "p/slurm")).some(
        (name) => /_\d\.log$/.test(name) && readFileSync(join(home, "p/slurm", name), "utf8").includes("taken away"),
      ),
    ).toBe(true);
    expect(weightsOf("p")).toEqual(weightsOf("whole"));
    expect(isClean("p")).toEqual([]);
  }, 300_000);
});
