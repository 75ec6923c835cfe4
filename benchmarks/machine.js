/**
 * On what and with what was measured.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { libtorch } from "@selectivity-lab/torch";

/** Machine, versions and commit; `python` null where it has no PyTorch; `commit` where the sources lie outside of a repository. */
export function circumstances(python, commit = git("rev-parse", "--short", "HEAD")) {
  return {
    date: new Date().toISOString().slice(0, 16),
    commit,
    machine: {
      processor: cpus()[0].model,
      cores: availableParallelism(),
      gibibytes: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()}`,
    },
    versions: { node: process.version, libtorch: libtorch().version, pytorch: python && pytorchOf(python) },
  };
}

function git(...args) {
  return execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
}

/** The version of an interpreter's PyTorch; null where it has none. */
export function pytorchOf(python) {
  try {
    const ask = "import torch; print(torch.__version__)";
    return execFileSync(python, ["-c", ask], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

/** How many processes wanted a core in the last minute. */
export const load = () => loadavg()[0];
