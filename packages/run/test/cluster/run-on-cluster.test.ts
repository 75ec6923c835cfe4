import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { type Fate, PretendCluster } from "../../../testing/src/pretend-cluster.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import { cancelOnCluster } from "../../src/cluster/cancel-on-cluster.js";
import { clusterJobs, recordJob } from "../../src/cluster/cluster-jobs.js";
import { clusterShares, keepThreads } from "../../src/cluster/cluster-shares.js";
import { type ClusterOptions, type ClusterOutcome, runOnCluster } from "../../src/cluster/run-on-cluster.js";
import { ClusterError } from "../../src/schedulers/contract/cluster-error.js";
import { parseStoppingRule } from "../../src/stopping/rule.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];
const NETWORK = { model: "mlp", modelOptions: { widths: [8] }, augment: { flip: false, crop: 0 }, epochs: 1 };
let folders = 0;

beforeAll(() => void writeTinyImages(join(home, "data")));

/** A cluster whose jobs have these fates, a sweep of two networks, and what it takes to run one on the other. */
function scene(fates: Fate[], recipe: object = {}, more: Partial<ClusterOptions> = {}) {
  const cluster = new PretendCluster(dataDirs, fates);
  const folder = join(home, `sweep-${folders++}`);
  const said: string[] = [];
  const own = { folder, cluster, dataDirs, stop: never, lookSeconds: 0.01, settleSeconds: 0.5, ...more };
  const options: ClusterOptions = { ...own, command: () => ["work"], notify: (line) => said.push(line) };
  const named = { name: "tiny", recipe: recipeWith({ ...NETWORK, alpha: [0, 1], ...recipe }) };
  return { cluster, folder, said, options, run: () => runOnCluster(named, options) };
}

const statesOf = ({ table }: ClusterOutcome) => table.rows.map(({ state }) => state);
const unreachable = () => new ClusterError("squeue: Unable to contact slurm controller", "wait", "unreachable");

describe("a sweep on a cluster", () => {
  test("asks again when the cluster does not answer, and says so once, and when it is over", async () => {
    const { cluster, said, run } = scene(["trains"]);
    cluster.troubles.poll.push(unreachable(), unreachable(), unreachable());
    expect(statesOf(await run())).toEqual(["done", "done"]);
    expect(said.filter((line) => line.includes("does not answer"))).toHaveLength(1);
    expect(said.at(-1)).toBe("Pretend answers again");
  });

  test("hears at once that a cluster cannot be reached for its first job, and leaves no folder", async () => {
    const { cluster, folder, run } = scene(["trains"]);
    cluster.troubles.submit.push(unreachable());
    await expect(run()).rejects.toThrow("Unable to contact");
    expect(existsSync(folder)).toBe(false);
  });

  test("leaves a folder that was there as empty as it was when its first job is refused", async () => {
    const { cluster, folder, run } = scene(["trains"]);
    mkdirSync(folder);
    cluster.troubles.submit.push(new ClusterError("sbatch: invalid partition", "name another"));
    await expect(run()).rejects.toThrow("invalid partition");
    expect([existsSync(folder), existsSync(join(folder, "sweep.json")), existsSync(join(folder, "slurm"))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("keeps the folder of a job that may have been taken in, and finds that job the next time", async () => {
    const { cluster, run } = scene(["trains"]);
    cluster.takesAllTheSame = true;
    cluster.troubles.submit.push(new ClusterError("sbatch: Socket timed out", "wait", "unclear"));
    await expect(run()).rejects.toThrow("timed out");
    expect(statesOf(await run())).toEqual(["done", "done"]);
    expect(cluster.submitted).toHaveLength(1);
  });

  test("submits the next seed of its rule though the cluster was away, and once though its answer was lost", async () => {
    const until = parseStoppingRule("width(accuracy@alpha) < 0.0001pp", 6);
    const { cluster, said, run } = scene(["trains", "trains"], { alpha: 0 }, { until });
    cluster.takesAllTheSame = true;
    cluster.troubles.submit.push(undefined, new ClusterError("sbatch: Socket timed out", "wait", "unclear"));
    expect(statesOf(await run())).toEqual(Array(6).fill("done"));
    expect(cluster.submitted.map(({ tasks }) => tasks)).toEqual([5, 1]);
    expect(said.join("\n")).toContain("Pretend does not answer (sbatch: Socket timed out)");
  });

  test("submits what is left as long as that brings it on", async () => {
    const { cluster, said, run } = scene(["trains one", "trains one"]);
    expect(statesOf(await run())).toEqual(["done", "done"]);
    expect(cluster.submitted.map(({ tasks }) => tasks)).toEqual([2, 1]);
    expect(said[1]).toMatch(/^job 1 is gone: 1 task TIMEOUT\n/);
  });

  test("gives up after two jobs that brought nothing, and shows what the last of them said", async () => {
    const { cluster, folder, said, run } = scene(["fails", "fails", "trains"]);
    expect(statesOf(await run())).toEqual(["queued", "queued"]);
    expect(cluster.submitted).toHaveLength(2);
    expect(said.at(-1)).toBe(
      `job 2 is gone: 1 task FAILED\n  ${join(folder, "slurm/2_0.log")} ends:\n    job.sh: line 9: exec: node: not found`,
    );
  });

  test("does not submit again what somebody cancelled, until it is told to", async () => {
    const { cluster, said, run } = scene(["is cancelled", "trains"]);
    expect(statesOf(await run())).toEqual(["queued", "queued"]);
    expect(said.at(-1)).toMatch(/^job 1 is gone: 1 task CANCELLED\n {2}its tasks have left no log in /);
    expect(statesOf(await run())).toEqual(["done", "done"]);
    expect(cluster.submitted).toHaveLength(2);
  });

  test("finds the job of a submitter that was killed before it could write it down; cancel finds it too", async () => {
    const { cluster, folder, said, options, run } = scene(["is cancelled"]);
    await run(); // so that the sweep is there
    const name = (await clusterJobs(folder)).name as string;
    await recordJob(folder, { event: "submitting", name, tasks: 2, script: "job-1.sh" });
    cluster.tasks.push({ name, job: "77", phase: "running", words: "" });
    const { goesOn } = await runOnCluster({ name: "tiny", recipe: recipeOf(folder) }, { ...options, submitOnly: true });
    expect([goesOn, said.at(-1)]).toEqual([true, "following the job that is there already: 77"]);
    expect((await clusterJobs(folder)).jobs).toEqual(["1", "77"]);
    expect(await cancelOnCluster(cluster, options)).toEqual({ jobs: ["77"], running: 1, waiting: 0 });
    expect(cluster.submitted).toHaveLength(1);
  });

  test("submits after a submitter that was killed before its job was taken in", async () => {
    const { cluster, folder, run } = scene(["is cancelled", "trains"]);
    await run();
    const name = (await clusterJobs(folder)).name as string;
    await recordJob(folder, { event: "submitting", name, tasks: 2, script: "job-1.sh" });
    expect(statesOf(await run())).toEqual(["done", "done"]);
    expect(cluster.submitted.map((request) => request.name)).toEqual([name, name]);
  });

  test("is submitted once by two commands at the same time", async () => {
    const { cluster, run } = scene(["is cancelled", "trains"]);
    await run(); // so that the sweep is there
    const outcomes = await Promise.all([run(), run()]);
    expect(outcomes.map(statesOf)).toEqual(Array(2).fill(["done", "done"]));
    expect(cluster.submitted).toHaveLength(2);
  });

  test("is described on a machine that has not the device it is trained on", async () => {
    const { cluster, run } = scene(["runs"], { device: "cuda:7", precision: "tf32" }, { submitOnly: true });
    expect((await run()).goesOn).toBe(true);
    expect(cluster.submitted).toHaveLength(1);
  });
});

describe("the threads of a sweep on a cluster", () => {
  test.each([
    [{ threads: 2 }, {}, { cores: 2, jobs: 1, threads: 2 }],
    [{ threads: 1 }, { cores: 2 }, { cores: 2, jobs: 1, threads: 1 }],
    [{ threads: 2 }, { jobs: 3 }, { cores: 6, jobs: 3, threads: 2 }],
    [{ threads: "auto" }, {}, { cores: 4, jobs: 1, threads: 4 }],
    [{ threads: "auto" }, { cores: 6, jobs: 4 }, { cores: 6, jobs: 4, threads: 1 }],
  ] as const)("of a new sweep with %j and %j are %j", async (recipe, asked, shares) => {
    expect(await clusterShares(join(home, "nowhere"), recipe, asked)).toEqual(shares);
  });

  test("stay when it goes on with other cores, and others are refused", async () => {
    const folder = join(home, "kept");
    keepThreads(folder, { cores: 2, jobs: 1, threads: 2 });
    expect(await clusterShares(folder, { threads: "auto" }, { cores: 8 })).toMatchObject({ cores: 8, threads: 2 });
    await expect(clusterShares(folder, { threads: 1 }, {})).rejects.toThrow("was started with --threads 2");
  });

  test("are said to have too few cores where they have", async () => {
    const { said, run } = scene(["trains"], { threads: 2 }, { cores: 1, submitOnly: true });
    await run();
    expect(said[0]).toBe(
      "note: a task has 1 of the 2 cores that its threads can use (1 × 2, which the sweep keeps): slower, with the same bits",
    );
  });
});

/** The recipe of the sweep in a folder. */
function recipeOf(folder: string) {
  return recipeWith(JSON.parse(readFileSync(join(folder, "sweep.json"), "utf8")).recipe);
}
