/**
 * The error for clusters.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/**
 * What kind of trouble there is with a cluster.
 *
 * - `absent`: there is no cluster here
 * - `unreachable`: it does not answer; nothing was done
 * - `unclear`: it did not answer in time; what was asked of it may have been done
 * - `refused`: it refused
 */
export type ClusterTrouble = "absent" | "unreachable" | "unclear" | "refused";

/** The cluster cannot do what is asked. */
export class ClusterError extends LabError {
  override readonly name = "ClusterError";

  constructor(
    problem: string,
    remedy: string,
    readonly trouble: ClusterTrouble = "refused",
    options?: ErrorOptions,
  ) {
    const fault = isTransient(trouble) ? "work" : "input";
    super({ code: `cluster-${trouble}`, problem, remedy, fault, cause: options?.cause });
  }

  /** Whether it may pass without anybody doing anything. */
  get passes(): boolean {
    return isTransient(this.trouble);
  }
}

function isTransient(trouble: ClusterTrouble): boolean {
  return trouble === "unreachable" || trouble === "unclear";
}
