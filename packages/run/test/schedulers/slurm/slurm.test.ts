/** Sweeps on a real Slurm of three nodes, all on this machine. Each comes to the bits of one that nobody disturbed. */
import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMAND, type Running, selectivity, start, untilIn } from "../../../../testing/src/command.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../../testing/src/folders.js";
import { LocalSlurm, listDescendants, slurmIsThere } from "../../../../testing/src/slurm.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";

if (!slurmIsThere) console.warn("skipped: sweeps on Slurm, for there is no local-slurm here, or this is not root");

const MINI = ["fashion-quick", "epochs=6", "trainImages=200", "validationImages=40", "batchSize=10"];
const GRID = ["--alphas=-2,-1,0,1", "--seeds", "0..5", "--threads", "1"];
const FEW = ["--alphas=0", "--seeds", "0..2", "--threads", "1"];
/** Seconds to wait for what takes one: other tests may have the machine. */
const LONG = 120;
/** The controller writes its state every 5 s; what it forgets, it may number anew, and then nodes refuse what they know. */
const SAVED_MS = 7000;
const ON = ["--on", "slurm", "--data-dir", "data", "--warning", "10"];

describe.skipIf(!slurmIsThere)("on three nodes", () => {
  const home = temporaryFolder();
  const slurm = new LocalSlurm();
  const run = (...words: string[]) => selectivity(words, home, slurm.environment);
  const begin = (...words: string[]) => start(words, home, slurm.environment);
  const file = (...names: string[]) => join(home, ...names);
  const read = (...names: string[]) => readFileSync(file(...names), "utf8");
  const attemptsIn = (folder: string) =>
    readdirSync(file(folder, "trials")).flatMap((id) => jsonLines(file(folder, "trials", id, "attempts.jsonl")));
  const weightsOf = (folder: string) =>
    Object.fromEntries(
      readdirSync(file(folder, "trials")).map((id) => [
        id,
        checksums(file(folder, "trials", id), ["model.safetensors"]),
      ]),
    );
  /** All trials have the weights of the undisturbed sweep, and nothing lies about. */
  const expectSameBits = (folder: string, trials: number, whole = "whole") => {
    const own = weightsOf(folder);
    expect(Object.keys(own)).toHaveLength(trials);
    expect(weightsOf(whole)).toMatchObject(own);
    expect(filesBelow(file(folder)).filter((name) => /\.tmp$|lease|checkpoint/.test(name))).toEqual([]);
  };
  const logsOf = (folder: string) =>
    readdirSync(file(folder, "slurm"))
      .filter((name) => name.endsWith(".log"))
      .map((name) => read(folder, "slurm", name));
  const isTraining = (folder: string) => () =>
    existsSync(file(folder, "trials")) &&
    filesBelow(file(folder, "trials")).some((name) => name.endsWith("metrics.jsonl"));

  /** Stops the worker of a sweep's only task, so that a fast machine does not finish before what is to happen to it. */
  const hold = (folder: string) => {
    const isWorker = ({ command }: { command: string }) => command.includes("worker.js");
    const worker = listDescendants(`work ${file(folder)} `).find(isWorker)?.pid as number;
    process.kill(worker, "SIGSTOP");
    return () => {
      if (existsSync(`/proc/${worker}`)) process.kill(worker, "SIGCONT"); // else Slurm has ended it, and its task starts again
    };
  };
  /** Slurm looks at time limits every 30 s: until then other tests have the machine. */
  const holdUntilWarned = async (folder: string) => {
    const letGo = hold(folder);
    while (limited.child.exitCode === null && !logsOf(folder).join("").includes("taking this place away"))
      await setTimeout(100);
    letGo();
  };

  let limited: Running;
  let warned: Promise<void>;

  beforeAll(async () => {
    slurm.start();
    writeTinyImages(file("data"));
    const whole = await run("sweep", ...MINI, ...GRID, "--data-dir", "data", "--out", "whole", "--quiet");
    expect(whole.code, whole.stderr).toBe(0);
    limited = begin("sweep", ...MINI, ...FEW, ...ON, "--tasks", "1", "--time", "1", "--out", "limited");
    await untilIn(limited, isTraining("limited"), LONG);
    warned = holdUntilWarned("limited");
  }, 240_000);
  afterAll(async () => {
    limited?.child.kill("SIGTERM"); // has an end of its own, unless a test was left out
    await limited?.ended;
    await warned;
    slurm.stop();
  }, 60_000);

  test("24 networks in 6 tasks, with a node that loses power, come to the same bits", async () => {
    const spared = slurm.queue("limited", "%N")[0];
    const running = begin("sweep", ...MINI, ...GRID, ...ON, "--tasks", "6", "--out", "s");
    const isBusy = () => existsSync(file("s/trials")) && readdirSync(file("s/trials")).length > 7;
    while (!isBusy() && running.child.exitCode === null) await setTimeout(50);
    slurm.kill(["node1", "node2"].find((node) => node !== spared) as string);
    await setTimeout(1000);
    slurm.start();
    // a task that had just begun may be forgotten with its node; what is left is then submitted again
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(0);
    expectSameBits("s", 24);
  }, 300_000);

  test("what is cancelled is saved, and goes on from another command to the same bits", async () => {
    const submitted = await run("sweep", ...MINI, ...GRID, ...ON, "--tasks", "4", "--out", "c", "--submit-only");
    expect([submitted.code, submitted.stderr]).toEqual([0, expect.stringContaining("the jobs continue by themselves")]);
    while (!existsSync(file("c/trials"))) await setTimeout(50);
    const { stdout } = await run("status", "c", "--json");
    expect(JSON.parse(stdout).trials).toHaveLength(24);
    const cancelled = await run("cancel", "c");
    expect([cancelled.code, cancelled.stdout]).toEqual([
      0,
      expect.stringMatching(/^ended \d+ running and \d+ waiting tasks of job \d+\n$/),
    ]);
    while (slurm.queue("c").length > 0) await setTimeout(200);
    const after = await run("sweep", ...MINI, ...GRID, ...ON, "--tasks", "6", "--out", "c");
    expect(after.code, after.stderr).toBe(0);
    expectSameBits("c", 24);
  }, 300_000);

  test("a task that is warned saves and asks for another place, in a folder with a name that needs quoting", async () => {
    const folder = `it's 50% of "p" %j`;
    const running = begin("sweep", ...MINI, ...FEW, ...ON, "--tasks", "1", "--out", folder);
    await untilIn(running, isTraining(folder), LONG);
    const { job } = jsonLines(file(folder, "slurm/jobs.jsonl")).at(-1) as { job: string };
    slurm.ask("scancel", "--signal=USR2", "--batch", job);
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(0);
    expect(attemptsIn(folder).filter(({ reason }) => reason === "preempted").length).toBeGreaterThan(0);
    expect(logsOf(folder)).toEqual([expect.stringMatching(/taking this place away[\s\S]*^\[3\/3\] .*: done: .*$/m)]); // the same task, twice
    expect(ended.stdout).toBe(`next: npx selectivity report 'it'\\''s 50% of "p" %j'\n`);
    expectSameBits(folder, 3);
  }, 300_000);

  test("the controller dies while a sweep adds seeds by its rule: it is waited for, and nothing is done twice", async () => {
    const rule = ["--until", "width(selectivity@alpha) < 0.000001", "--max-seeds", "6"];
    const running = begin(
      "sweep",
      ...MINI,
      "--alphas=0",
      "--threads",
      "1",
      ...rule,
      ...ON,
      "--tasks",
      "1",
      "--out",
      "u",
    );
    await untilIn(running, isTraining("u"), LONG);
    const letGo = hold("u");
    await setTimeout(SAVED_MS);
    slurm.kill("slurmctld");
    await untilIn(running, () => running.said().includes("Slurm does not answer"), LONG);
    slurm.start();
    letGo();
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(0);
    expect(stderr.match(/does not answer/g)).toHaveLength(1);
    expect(stderr).toContain("Slurm answers again\n");
    expect(stderr).toContain("; adding seed 5\n");
    expectSameBits("u", 6);
  }, 300_000);

  test("tasks that wait say why; those that cannot begin are tried twice, and their log is shown", async () => {
    const gone = file("gone.js");
    symlinkSync(COMMAND, gone);
    slurm.ask("scontrol", "update", "partitionname=urgent", "state=down");
    const words = [gone, "sweep", ...MINI, ...FEW, ...ON, "--partition", "urgent", "--tasks", "1", "--out", "g"];
    const child = spawn(process.execPath, words, { cwd: home, env: { ...process.env, ...slurm.environment } });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const code = new Promise((resolve) => child.on("close", resolve));
    await expect.poll(() => said, { timeout: 60_000, interval: 100 }).toContain("1 waiting (PartitionDown)");
    rmSync(gone);
    slurm.ask("scontrol", "update", "partitionname=urgent", "state=up");
    await expect.poll(() => (child.exitCode === null ? said : ""), { timeout: 90_000, interval: 100 }).toBe("");
    expect(await code, said).toBe(1);
    expect(said.match(/^submitted job /gm)).toHaveLength(2);
    expect(said).toMatch(/^job \d+ is gone: 1 task FAILED, NonZeroExitCode\n {2}g\/slurm\/\d+_0\.log ends:\n/m);
    expect(said).toContain("Cannot find module");
    expect(said).toContain("3 of 3 networks are not finished");
  }, 180_000);

  test("with --fail-fast the first network that fails ends the whole job", async () => {
    cpSync(file("data"), file("lost"), { recursive: true });
    slurm.ask("scontrol", "update", "partitionname=urgent", "state=down");
    const words = ["--fail-fast", "--partition", "urgent", "--tasks", "1", "--data-dir", "lost", "--out", "f"];
    const running = begin("sweep", ...MINI, ...FEW, "--on", "slurm", ...words);
    await untilIn(running, () => slurm.queue("f").length > 0, LONG);
    const { job } = jsonLines(file("f/slurm/jobs.jsonl")).at(-1) as { job: string };
    slurm.ask("scontrol", "hold", job);
    const isHeld = () => new RegExp(`1 waiting .JobHeld.*: scontrol release ${job}.$`, "m").test(running.said());
    await untilIn(running, isHeld, LONG);
    slurm.ask("scontrol", "release", job);
    rmSync(file("lost"), { recursive: true });
    slurm.ask("scontrol", "update", "partitionname=urgent", "state=up");
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/^✖ alpha 0 seed 0 failed: /m);
    expect(stderr).toContain("2 of 3 networks are not finished");
    expect(stderr.match(/^submitted job /gm)).toHaveLength(1);
  }, 120_000);

  test("two threads stay two when a sweep, cancelled from outside, goes on with other cores", async () => {
    const small = ["model=mlp", 'modelOptions={"widths":[16,8]}', "epochs=40"]; // two threads in step are slow where cores are few
    const two = [...small, "--alphas=0", "--seeds", "0", "--threads", "2"];
    const whole = await run("sweep", ...MINI, ...two, "--data-dir", "data", "--out", "whole2", "--quiet");
    expect(whole.code, whole.stderr).toBe(0);
    const running = begin("sweep", ...MINI, ...two, ...ON, "--cpus", "2", "--out", "t");
    await untilIn(running, isTraining("t"), LONG);
    slurm.ask("scancel", String(jsonLines(file("t/slurm/jobs.jsonl")).at(-1)?.job));
    const cancelled = await running.ended;
    expect([cancelled.code, cancelled.stderr]).toEqual([1, expect.stringMatching(/^job \d+ is gone: .*CANCELLED/m)]);
    const resumed = await run("sweep", "--resume", "--out", "t", ...ON, "--cpus", "1");
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("note: a task has 1 of the 2 cores");
    const starts = attemptsIn("t").filter(({ event }) => event === "start");
    expect(new Set(starts.map(({ threads }) => threads))).toEqual(new Set([2]));
    expect(starts.length).toBeGreaterThan(1);
    expectSameBits("t", 1, "whole2");
    const other = await run("sweep", "--resume", "--out", "t", "--threads", "1", ...ON);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("was started with --threads 2")]);
  }, 300_000);

  test("a job whose submitter was killed before it knew of it is found by cancel, and by the next command", async () => {
    mkdirSync(file("slow"));
    writeFileSync(file("slow/sbatch"), '#!/bin/bash\n/usr/bin/sbatch "$@" >&2\nexec sleep 5\n');
    chmodSync(file("slow/sbatch"), 0o755);
    const PATH = `${file("slow")}:${process.env.PATH}`;
    // long enough to be running still when it is cancelled
    const words = ["sweep", ...MINI, "epochs=400", ...FEW, ...ON, "--tasks", "1", "--out", "k"];
    const killed = start(words, home, { ...slurm.environment, PATH });
    await untilIn(killed, () => slurm.queue("k").length > 0, LONG);
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(jsonLines(file("k/slurm/jobs.jsonl")).map(({ event }) => event)).toEqual(["submitting"]);
    const following = begin(...words);
    await untilIn(following, () => /following the job that is there already: \d+/.test(following.said()), LONG);
    following.child.kill("SIGINT");
    const left = await following.ended;
    expect([left.code, left.stderr]).toEqual([130, expect.stringContaining("What was submitted continues by itself")]);
    expect(left.stderr).not.toContain("saving");
    expect((await run("cancel", "k")).stdout).toMatch(/^ended 1 running and 0 waiting tasks of job \d+\n$/);
  }, 120_000);

  test("a job that Slurm refuses leaves no folder behind", async () => {
    const refused = await run("sweep", ...MINI, ...FEW, ...ON, "--partition", "nonesuch", "--out", "r");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Invalid partition name specified")]);
    expect(existsSync(file("r"))).toBe(false);
  });

  test("the robustness of a sweep is evaluated by tasks, and the next command finds everything done", async () => {
    const words = [
      ...["robustness", "whole", "--corruptions", "gaussian_noise", "--severities", "1", "--images", "20"],
      ...["--attacks", "fgsm", "--epsilons", "8/255", "--attack-images", "10", "--check-images", "0"],
      ...[...ON, "--tasks", "3", "--threads", "1", "--json"],
    ];
    const environment = { ...slurm.environment, XDG_CACHE_HOME: file("cache") };
    const ended = await selectivity(words, home, environment);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain("to Slurm: 3 tasks for 48 evaluations; ");
    const networks = JSON.parse(ended.stdout).networks as { corruptions: object | null; attacks: object | null }[];
    expect(networks.filter(({ corruptions, attacks }) => corruptions && attacks)).toHaveLength(24);
    const again = await selectivity(words, home, environment);
    expect([again.code, again.stdout]).toEqual([0, ended.stdout]);
    expect(jsonLines(file("whole/robustness/slurm/jobs.jsonl")).map(({ event }) => event)).toEqual([
      "submitting",
      "submitted",
    ]);
  }, 300_000);

  test("a task that runs into its time limit is warned by Slurm, saves, queues again: the same bits", async () => {
    await warned;
    const ended = await limited.ended;
    expect(ended.code, ended.stderr).toBe(0);
    expect(attemptsIn("limited").filter(({ reason }) => reason === "preempted").length).toBeGreaterThan(0);
    // one of its lives ends by Slurm's own warning, the next is the same task's; a controller that dies may forget a third
    const twoLives =
      /The cluster is taking this place away: saving, then asking for another\.\n[\s\S]* not finished\n[\s\S]*: done: .*\n/;
    expect(logsOf("limited").some((log) => twoLives.test(log))).toBe(true);
    expectSameBits("limited", 3);
  }, 300_000);
});
