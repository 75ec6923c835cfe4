import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that wait for processes of their own, the longest first: begun early, they overlap with all the short ones. */
const LONG = [
  "schedulers/slurm/slurm.test.ts",
  "sweep/chaos.test.ts",
  "assess/test/real-images.test.ts",
  "packages.test.ts",
  "cli/test/sweep.test.ts",
  "robustness/run.test.ts",
  "plugins/recorded.test.ts",
  "pool/trials/run-trials.test.ts",
  "sweep/seeds.test.ts",
  "sweep/run-sweep.test.ts",
  "wrong-input.test.ts",
  "sweep/adversity.test.ts",
  "cluster/run-on-cluster.test.ts",
  "train-and-measure.test.ts",
  "stripes.test.ts",
  "quickstart.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found < 0 ? LONG.length : found;
    };
    return files.toSorted((a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/** Folders whose tests start processes, or change the working folder. */
const STARTS_PROCESSES = [
  /^packages\/assess\/test\/(corrupt\/|robustness\/|[^/]+$)/,
  /^packages\/cli\/test\/[^/]+$/,
  /^packages\/run\/test\/(cluster|plugins|pool|schedulers|sweep)\//,
  /^packages\/run\/test\/trial\/killed\.test\.ts$/,
  /^(examples|test)\//,
];

/** What a test leaves behind in its process, or reads of what others left there: registered plugins, counted tensors, the environment. */
const TOUCHES_ITS_PROCESS = /\b(registerModel|registerDataset|liveTensors|process\.env|process\.chdir|vi\.\w+)\b/;

const root = import.meta.dirname;
const tests = ["packages", "examples", "test"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
    .map((file) => path.join(folder, file)),
);
const needsOwnProcess = (file: string) =>
  STARTS_PROCESSES.some((pattern) => pattern.test(file)) ||
  TOUCHES_ITS_PROCESS.test(readFileSync(path.join(root, file), "utf8"));

export default defineConfig({
  // Tests read the sources, not dist/: a package's door is its src/index.ts.
  resolve: { conditions: ["@selectivity-lab/source"] },
  ssr: { resolve: { conditions: ["@selectivity-lab/source"] } },
  test: {
    // libtorch is a native library with process-wide state (threads, random state): processes, not threads.
    pool: "forks",
    // One more than there are cores: many tests wait for a process of their own.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      // Decoded data sets are kept in the user's cache; tests have their own.
      XDG_CACHE_HOME: path.join(tmpdir(), "selectivity-lab-test-cache"),
      // Several test files run at once: more threads for each would only wait for each other.
      OMP_NUM_THREADS: "1",
    },
    projects: [
      { extends: true, test: { name: "apart", include: tests.filter(needsOwnProcess) } },
      {
        // One process runs many of these files: loading libtorch and the sources costs more than most of their tests.
        extends: true,
        test: { name: "shared", include: tests.filter((file) => !needsOwnProcess(file)), isolate: false },
      },
    ],
  },
});
