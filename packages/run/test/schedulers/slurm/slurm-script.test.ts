import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { selectivity } from "../../../../testing/src/command.js";
import { temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { newJobName } from "../../../src/cluster/cluster-jobs.js";
import type { ClusterRequest } from "../../../src/schedulers/contract/cluster.js";
import { slurmScript } from "../../../src/schedulers/slurm/slurm-script.js";

const request: Omit<ClusterRequest, "options"> = {
  ...{ folder: "/runs/mine", name: "selectivity-mine-0123456789ab", tasks: 24, cores: 4, threads: 2, script: "" },
  command: ["node", "selectivity.js", "work", "/runs/mine"],
};

describe("the script", () => {
  test("is what a person would write", () => {
    const options = { partition: "gpu", time: "4:00:00", gres: "gpu:1", arrayLimit: 8, warning: 120 };
    expect(slurmScript(request, options)).toBe(`#!/bin/bash
# Written by selectivity for --on slurm. Each task takes work from the folder until none is left; see docs/sweeps.md.
#SBATCH --job-name=selectivity-mine-0123456789ab
#SBATCH --array=0-23%8
#SBATCH --cpus-per-task=4
#SBATCH --partition=gpu
#SBATCH --time=4:00:00
#SBATCH --gres=gpu:1
#SBATCH --signal=B:USR2@120
#SBATCH --output=/runs/mine/slurm/%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
export OMP_NUM_THREADS=2
exec node selectivity.js work /runs/mine --task "$SLURM_ARRAY_TASK_ID"
`);
  });

  test("quotes a path for Slurm in one way, and for the shell in another", () => {
    const folder = `/runs/it's 50% "mine" #1`;
    const script = slurmScript({ ...request, folder, command: ["node", "x.js", "work", folder] }, { warning: 1 });
    expect(script).toContain(`\n#SBATCH --output="/runs/it's 50%% \\"mine\\" #1/slurm/%A_%a.log"\n`);
    expect(script).toContain(`\nexec node x.js work '/runs/it'\\''s 50% "mine" #1' --task `);
  });

  test("is refused for a folder in which Slurm would not write its logs", () => {
    expect(() => slurmScript({ ...request, folder: "/runs/a\\b" }, { warning: 1 })).toThrow("contains a backslash");
  });

  test("gives jobs names that every shell takes, each its own", () => {
    expect(newJobName(`/runs/it's 50% "mine"`)).toMatch(/^selectivity-it_s_50_mine_-[0-9a-f]{12}$/);
    expect(newJobName("/runs/mine")).not.toBe(newJobName("/runs/mine"));
  });
});

describe("on a machine without Slurm", () => {
  const home = temporaryFolder();
  const MINI = ["fashion-quick", "epochs=1", "trainImages=200", "validationImages=40", "--alphas", "0", "--seeds", "0"];
  const run = (...words: string[]) =>
    selectivity(["sweep", ...MINI, "--data-dir", "data", "--out", "s", ...words], home, { PATH: "/nowhere" });

  test("a sweep cannot be submitted, says so, and leaves nothing behind", async () => {
    writeTinyImages(join(home, "data"));
    const ended = await run("--on", "slurm");
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("sbatch was not found")]);
    expect(existsSync(join(home, "s"))).toBe(false);
  });

  test("what is meant for Slurm is refused without it, not dropped", async () => {
    const ended = await run("--partition", "gpu", "--array-limit", "3", "--submit-only");
    expect([ended.code, ended.stderr]).toEqual([
      2,
      "selectivity: --partition, --array-limit, --submit-only are for Slurm, but this sweep would be trained on this machine\n" +
        "  to do: add --on slurm, or leave them out\n",
    ]);
  });

  test("a dry run says how many tasks there would be, and whose pace it is", async () => {
    const words = ["--on", "slurm", "--dry-run", "--seeds", "0..6", "--jobs", "2", "--threads", "1"];
    const { code, stdout } = await run(...words, "--array-limit", "3");
    expect([code, stdout.split("\n")]).toEqual([
      0,
      expect.arrayContaining([
        "  tasks    4 on Slurm, 3 at once; in each 2 cores, 2 networks at once, 1 thread each",
        expect.stringMatching(/^ {2}pace .* one network on this machine; the pace of the nodes is not known here$/),
        expect.stringMatching(/^ {2}time .* at this machine's pace, without the wait in the queue$/),
      ]),
    ]);
    const gpu = await run(...words, "--device", "cuda:9");
    expect([gpu.code, gpu.stderr]).toEqual([
      2,
      expect.stringContaining("how long a network takes on cuda:9 cannot be measured on this machine"),
    ]);
    expect(existsSync(join(home, "s"))).toBe(false);
  });
});
