/** A cluster in memory, which does as it is told: trains, loses jobs, refuses, falls silent. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, type ClusterRequest, type ClusterTask, runTask } from "@selectivity-lab/run";
import { z } from "zod";

/** What becomes of a job: trains all, one trial only, fails at once, is cancelled from outside, or goes on for ever. */
export type Fate = "trains" | "trains one" | "fails" | "is cancelled" | "runs";

/** Trains in this process what is submitted. */
export class PretendCluster implements Cluster {
  readonly name = "pretend";
  readonly title = "Pretend";
  readonly options = z.looseObject({});
  /** How often a task asked for this. */
  readonly asked = { requeue: 0, cancelJob: 0 };
  readonly task = {
    warning: "SIGUSR2",
    requeue: async () => void this.asked.requeue++,
    cancelJob: async () => void this.asked.cancelJob++,
  } as const;
  readonly submitted: ClusterRequest[] = [];
  tasks: (ClusterTask & { name: string })[] = [];
  /** What calls throw, one after another, in place of an answer; undefined: an answer. */
  readonly troubles = { submit: [] as (Error | undefined)[], poll: [] as (Error | undefined)[] };
  /** Whether a submission that is answered by a trouble is taken in all the same. */
  takesAllTheSame = false;

  /** @param work what a task does; by default it trains. */
  constructor(
    private readonly dataDirs: readonly string[],
    readonly fates: Fate[],
    private readonly work: typeof runTask = runTask,
  ) {}

  async submit(request: ClusterRequest): Promise<string> {
    const trouble = this.troubles.submit.shift();
    if (trouble && !this.takesAllTheSame) throw trouble;
    const job = String(this.submitted.push(request));
    await this.#run(request, job, this.fates.shift() ?? "trains");
    if (trouble) throw trouble;
    return job;
  }

  async poll(name: string): Promise<ClusterTask[]> {
    const trouble = this.troubles.poll.shift();
    if (trouble) throw trouble;
    return this.tasks.filter((task) => task.name === name).map(({ name: _, ...task }) => task);
  }

  async cancel(name: string): Promise<void> {
    this.tasks = this.tasks.map((task) =>
      task.name === name ? { ...task, phase: "cancelled", words: "CANCELLED" } : task,
    );
  }

  async #run({ folder, name, threads }: ClusterRequest, job: string, fate: Fate): Promise<void> {
    const log = (text: string) => {
      mkdirSync(join(folder, "slurm"), { recursive: true });
      writeFileSync(join(folder, "slurm", `${job}_0.log`), text);
    };
    const end = (phase: ClusterTask["phase"], words: string) => this.tasks.push({ name, job, phase, words });
    if (fate === "runs") return void end("running", "");
    if (fate === "is cancelled") return void end("cancelled", "CANCELLED");
    if (fate === "fails") {
      log("job.sh: line 9: exec: node: not found\n");
      return void end("ended", "FAILED");
    }
    const stop = new AbortController();
    const onEvent = (event: { type: string }) => {
      if (fate === "trains one" && event.type === "end") stop.abort("stopped");
    };
    const { dataDirs } = this;
    await this.work(folder, { cluster: this, task: 0, jobs: 1, threads, dataDirs, stop: stop.signal, onEvent });
    end("ended", fate === "trains" ? "COMPLETED" : "TIMEOUT");
  }
}
