import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cancelOnCluster, runSweep } from "@selectivity-lab/run";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { type Fate, PretendCluster } from "../../../testing/src/pretend-cluster.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import { runAssessmentTask, runRobustness, runRobustnessOnCluster } from "../../src/index.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];
const trained = join(home, "trained");
const short = {
  ...{ corruptions: ["gaussian_noise"], severities: [1, 5], images: 40 },
  ...{ attacks: ["fgsm"], epsilons: ["2/255", "8/255"], attackImages: 20, checkImages: 0 },
  ...{ dataDirs, threads: 1 },
};
const quiet = { stop: never, notify: () => {}, lookSeconds: 0.01, settleSeconds: 0 };

beforeAll(async () => {
  process.env.XDG_CACHE_HOME = join(home, "cache");
  writeTinyImages(join(home, "data"));
  const recipe = recipeWith({ model: "mlp", modelOptions: { widths: [8] }, epochs: 1, alpha: [0, 1] });
  await runSweep({ name: "tiny", recipe }, { folder: trained, dataDirs, jobs: 1, stop: never });
}, 60_000);

/** A copy of the trained sweep. */
function copySweep(name: string): string {
  cpSync(trained, join(home, name), { recursive: true });
  return join(home, name);
}

/** A cluster whose tasks evaluate networks. */
function clusterOf(...fates: Fate[]): PretendCluster {
  return new PretendCluster(dataDirs, fates, (folder, { onPlan: _, onEvent: __, ...options }) =>
    runAssessmentTask(dirname(folder), options),
  );
}

/** What was found of each network, without times and paths, and the bits per image. */
function resultsIn(sweep: string): unknown[] {
  return readdirSync(join(sweep, "trials"))
    .sort()
    .flatMap((id) => {
      const folder = join(sweep, "trials", id, "robustness");
      const files = readdirSync(folder).filter((name) => /\.(json|safetensors)$/.test(name));
      return files.sort().map((name) => {
        const text = readFileSync(join(folder, name), "latin1");
        return [name, name.endsWith(".json") ? { ...JSON.parse(text), seconds: 0, source: null } : text];
      });
    });
}

describe("the robustness of a sweep on a cluster", () => {
  test("is submitted again when a job does nothing, and comes to the same bits as on this machine", async () => {
    const [here, there] = [copySweep("here"), copySweep("there")];
    const cluster = clusterOf("fails", "trains");
    const lines: string[] = [];
    const outcome = await runRobustnessOnCluster(there, {
      ...{ ...short, ...quiet, cluster, command: () => ["work"], notify: (line: string) => lines.push(line) },
    });
    expect(outcome).toMatchObject({ failed: [], open: 0, goesOn: false });
    expect(cluster.submitted.map(({ name, tasks }) => [name.replace(/[0-9a-f]{12}$/, ""), tasks])).toEqual([
      ["selectivity-there-robustness-", 4],
      ["selectivity-there-robustness-", 4],
    ]);
    expect(lines.find((line) => line.startsWith("submitted"))).toContain("4 tasks for 4 evaluations");
    await runRobustness(here, { ...short, jobs: 1 });
    expect(resultsIn(there)).toEqual(resultsIn(here));
    const [id] = readdirSync(join(there, "trials")) as [string];
    expect(readdirSync(join(there, "trials", id, "robustness/jobs"))).toEqual([]); // leases and logs of work that is done
  }, 120_000);

  test("lets go of its jobs, which cancelling the sweep ends", async () => {
    const sweep = copySweep("left");
    const cluster = clusterOf("runs");
    const options = { ...short, ...quiet, cluster, submitOnly: true, command: () => ["work"] };
    expect(await runRobustnessOnCluster(sweep, options)).toMatchObject({ goesOn: true, open: 4 });
    expect(await cancelOnCluster(cluster, { folder: sweep, ...quiet })).toMatchObject({ jobs: ["1"], running: 1 });
    expect(cluster.tasks.map(({ phase }) => phase)).toEqual(["cancelled"]);
  });

  test("asks for another turn when the resources are taken away", async () => {
    const sweep = copySweep("preempted");
    const cluster = clusterOf("is cancelled");
    await runRobustnessOnCluster(sweep, { ...short, ...quiet, cluster, command: () => ["work"] });
    const stop = AbortSignal.abort("preempted");
    const outcome = await runAssessmentTask(sweep, { cluster, task: 3, jobs: 1, threads: 1, dataDirs, stop });
    expect([outcome, cluster.asked]).toEqual([
      { left: 4, failed: 0 },
      { requeue: 1, cancelJob: 0 },
    ]);
  });

  test("is refused for a network that belongs to no sweep, before anything is written", async () => {
    const [id] = readdirSync(join(trained, "trials")) as [string];
    const trial = join(copySweep("single"), "trials", id);
    const options = { ...short, ...quiet, cluster: clusterOf(), command: () => ["work"] };
    await expect(runRobustnessOnCluster(trial, options)).rejects.toMatchObject({ code: "not-a-sweep", fault: "input" });
    expect(existsSync(join(trial, "robustness"))).toBe(false);
  });
});
