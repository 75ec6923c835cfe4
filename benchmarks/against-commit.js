/**
 * Our variants at a commit beside those of this working tree, alternating within one run.
 *
 * The commit is built once in the user's cache, `$XDG_CACHE_HOME/selectivity-lab/checkouts/<commit>`, which may be deleted at any time.
 * Each side runs its own scripts in benchmarks/ours on its own packages, so that an API that has changed since stops nothing.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compareRounds } from "./compare.js";
import { measureInRounds, summarizeRuns, withFolder } from "./measure.js";
import { runProcess } from "./process.js";
import { workloadsOf } from "./workloads.js";

const root = path.join(import.meta.dirname, "..");

/**
 * The lines of the comparison, one per variant of ours. @throws where the commit does not exist or cannot be built.
 *
 * @param options.names workloads to run.
 */
export async function measureAgainstCommit(commit, { names, rounds, tolerance, ...options }) {
  const checkout = await buildCheckout(resolveCommit(commit));
  const { workloadsOf: workloadsThen } = await import(pathToFileURL(path.join(checkout, "benchmarks/workloads.js")));
  const [now, then] = [workloadsOf(options), workloadsThen(options)];
  const engine = engineNote(checkout);
  const lines = [];
  for (const name of names)
    lines.push(...(await compareWorkload(name, [now[name], then[name]], { rounds, tolerance, engine })));
  return lines;
}

async function compareWorkload(workload, [now, then], { rounds, tolerance, engine }) {
  const lines = [];
  await withFolder(async (shared) => {
    const [here, there] = ["now", "then"].map((side) => path.join(shared, side));
    for (const folder of [here, there]) mkdirSync(folder);
    if (now.prepare) await runProcess(now.prepare(here));
    if (then?.prepare) await runProcess(then.prepare(there));
    for (const variant of now.variants.filter(({ peer }) => !peer)) {
      const line = { workload, variant: variant.name };
      const older = then?.variants.find(({ name }) => name === variant.name);
      if (!older) {
        lines.push({ ...line, verdict: "not comparable", note: "not in the benchmarks of that commit" });
        continue;
      }
      const sides = [
        { side: "now", clock: variant.clock ?? now.clock, command: (scratch) => variant.command(scratch, here) },
        { side: "then", clock: older.clock ?? then.clock, command: (scratch) => older.command(scratch, there) },
      ];
      const tasks = sides.map(({ side, ...task }) => ({ ...task, name: `${variant.name}, ${side}` }));
      try {
        const [a, b] = (await measureInRounds(workload, tasks, rounds)).map(summarizeRuns);
        const title = now.title === then.title ? null : `described differently then: ${then.title}`;
        const note = [title, engine].filter(Boolean).join("; ") || undefined;
        lines.push({ ...line, ...compareRounds(a, b, tolerance), note });
      } catch (error) {
        lines.push({ ...line, verdict: "not comparable", note: `failed: ${error.message.split("\n").join(" ")}` });
      }
    }
  });
  return lines;
}

/** The full name of a commit. */
function resolveCommit(commit) {
  try {
    const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`];
    return execFileSync("git", words, { cwd: root, encoding: "utf8" }).trim();
  } catch {
    throw new Error(`--against ${commit}: neither a file of results nor a commit of this repository`);
  }
}

/** The folder in which a commit lies built. */
async function buildCheckout(hash) {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const folder = path.join(cache, "selectivity-lab", "checkouts", hash);
  if (existsSync(folder)) return folder;
  const part = `${folder}.${process.pid}.part`;
  console.error(`building ${hash.slice(0, 7)} in ${folder}; this takes minutes, once`);
  mkdirSync(part, { recursive: true });
  try {
    const steps = `git -C "$1" archive "$2" | tar -x -C "$3" && cd "$3" &&
      npm ci --no-audit --no-fund --prefer-offline --loglevel=error && npm run build`;
    await runProcess(["bash", "-o", "pipefail", "-c", steps, "bash", root, hash, part]);
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** Says where the two sides run on different libtorchs; null where they do not. */
function engineNote(checkout) {
  const [now, then] = [root, checkout].map((folder) => {
    const { libtorch } = JSON.parse(readFileSync(path.join(folder, "packages/torch/build/torch.json"), "utf8"));
    return `libtorch ${libtorch.version} from ${libtorch.lib}`;
  });
  return now === then ? null : `${then} then, ${now} now`;
}
