/**
 * The clusters that work can be submitted to.
 *
 * @module
 */
import { findNearest } from "@selectivity-lab/base";
import type { Cluster } from "./contract/cluster.js";
import { ClusterError } from "./contract/cluster-error.js";
import { slurm } from "./slurm/slurm.js";

/** The clusters, by the name that follows `--on`. */
export const clusters: readonly Cluster[] = [slurm];

/** A cluster by its name. @throws {@link ClusterError} for an unknown name. */
export function findCluster(name: string): Cluster {
  const found = clusters.find((cluster) => cluster.name === name);
  if (found) return found;
  const names = clusters.map((cluster) => cluster.name);
  const meant = findNearest(name, names);
  throw new ClusterError(
    `there is no cluster named "${name}"${meant ? `; did you mean "${meant}"?` : ""}`,
    `name one of these: ${names.join(", ")}`,
  );
}
