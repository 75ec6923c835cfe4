/** A small real Slurm of three nodes on this machine, for one test file; where it cannot be had, its tests are skipped. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Beside the repository, or where the environment says. */
const LOCAL_SLURM = process.env.LOCAL_SLURM ?? join(import.meta.dirname, "../../../../shared/slurm/local-slurm");

/** Whether it can be had: it needs root. */
export const slurmIsThere = existsSync(LOCAL_SLURM) && process.getuid?.() === 0;

const SETTINGS = "SlurmdTimeout=5\nMessageTimeout=5\nNodeName=DEFAULT CPUs=2 RealMemory=4000\n";
const NODES = "3";

/** Processes of which a parent has these words in its command, on whatever node: their numbers here, not there. */
export function listDescendants(words: string): { pid: number; command: string }[] {
  const listed = execFileSync("ps", ["-eo", "pid=,ppid=,args=", "-ww"], { encoding: "utf8" }).split("\n");
  const all = listed.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const parents = new Set(all.filter(({ command }) => command.includes(words)).map(({ pid }) => pid));
  return all.filter(({ parent }) => parents.has(parent));
}

/** The cluster. {@link LocalSlurm.stop} ends it with all its jobs. */
export class LocalSlurm {
  readonly #home = mkdtempSync("/tmp/slurm-");
  /** For commands that are to find it. */
  readonly environment: NodeJS.ProcessEnv = {};

  /** Starts what of it does not run. */
  start(): void {
    mkdirSync(join(this.#home, "etc"), { recursive: true });
    writeFileSync(join(this.#home, "etc/extra.conf"), SETTINGS);
    spawnSync("chmod", ["755", this.#home]);
    const printed = execFileSync(LOCAL_SLURM, ["start", this.#home, NODES], { encoding: "utf8" });
    this.environment.SLURM_CONF = /SLURM_CONF=(\S+)/.exec(printed)?.[1]?.replace(/^["']|["';]+$/g, "");
  }

  stop(): void {
    spawnSync(LOCAL_SLURM, ["stop", this.#home]);
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Kills a daemon, or with a node's name all that runs on it: as if it lost power. */
  kill(name: string): void {
    process.kill(Number(readFileSync(join(this.#home, "run", `${name}.pid`), "utf8")), "SIGKILL");
  }

  /** Runs a program of Slurm's. @returns what it printed. */
  ask(program: string, ...words: string[]): string {
    return execFileSync(program, words, { env: { ...process.env, ...this.environment }, encoding: "utf8" }).trim();
  }

  /** Tasks in the queue, each in a form of squeue's, of the sweep whose folder has this name. */
  queue(sweep: string, format = "%i"): string[] {
    const lines = this.ask("squeue", "-h", "-r", "-o", `%j|${format}`).split("\n");
    return lines.filter((line) => line.startsWith(`selectivity-${sweep}-`)).map((line) => line.split("|")[1] as string);
  }
}
