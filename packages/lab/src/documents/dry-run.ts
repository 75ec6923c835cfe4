/**
 * What `sweep --dry-run` prints with `--json`: what a sweep would take on this machine, or on Slurm.
 *
 * @module
 */
import type { SweepEstimate } from "@selectivity-lab/run";
import { z } from "zod";
import { countSchema, measuredSchema } from "./fields.js";

const shape = {
  schema: z.literal(1),
  networks: countSchema,
  /** Networks with all seeds that the sweep's stopping rule may add. */
  mostNetworks: countSchema,
  done: countSchema,
  /** Images that each network is trained on, validated with and tested on. */
  images: z.strictObject({ train: countSchema, validation: countSchema, test: countSchema }),
  workers: countSchema,
  /** Threads of each worker. */
  threads: countSchema,
  /** Training images per second: the slower and the faster of two measurements. */
  imagesPerSecond: z.tuple([measuredSchema, measuredSchema]).readonly(),
  /** Seconds from the shorter to the longer estimate. */
  seconds: z.tuple([measuredSchema, measuredSchema]).readonly(),
  diskBytes: measuredSchema,
  /** Memory of one worker; 0 where the system does not say. */
  memoryBytes: measuredSchema,
};

/** What a sweep would take on this machine. */
export const dryRunDocumentSchema = z.strictObject(shape);

/** What a sweep would take on this machine: see {@link dryRunDocumentSchema}. */
export type DryRunDocument = z.infer<typeof dryRunDocumentSchema>;

/** What a sweep would take on Slurm. */
export const slurmDryRunDocumentSchema = z.strictObject({
  ...shape,
  on: z.literal("slurm"),
  /** The pace was measured here; that of the nodes is not known. */
  paceOf: z.literal("one network on this machine"),
  /** Cores of each task. */
  cores: countSchema,
  /** Networks at once in each task. */
  jobs: countSchema,
  tasks: countSchema,
  tasksAtOnce: measuredSchema,
});

/** What a sweep would take on Slurm: see {@link slurmDryRunDocumentSchema}. */
export type SlurmDryRunDocument = z.infer<typeof slurmDryRunDocumentSchema>;

/** What is known of the tasks of a sweep on Slurm. */
export type SlurmTasks = Pick<SlurmDryRunDocument, "cores" | "jobs" | "threads" | "tasks" | "tasksAtOnce">;

/** Makes the document of an estimate for this machine. */
export function createDryRunDocument(estimate: SweepEstimate): DryRunDocument {
  return { ...estimate, schema: 1 };
}

/** Makes the document of an estimate for Slurm. */
export function createSlurmDryRunDocument(estimate: SweepEstimate, tasks: SlurmTasks): SlurmDryRunDocument {
  return { ...estimate, schema: 1, on: "slurm", paceOf: "one network on this machine", ...tasks };
}
