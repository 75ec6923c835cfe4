/**
 * The error for a folder that another process works in.
 *
 * @module
 */
import { type ErrorFacts, LabError } from "@selectivity-lab/base";
import { type LeaseDocument, leaseFile, lookAtLease } from "./lease.js";

/** Another process works in the folder. */
export class LeaseHeldError extends LabError {
  override readonly name = "LeaseHeldError";

  constructor(
    readonly folder: string,
    readonly holder: LeaseDocument | undefined,
  ) {
    super({ ...(holder ? describeHolder(folder, holder) : describeUnknown(folder)), code: "lease-held", path: folder });
  }
}

type Words = Pick<ErrorFacts, "problem" | "remedy">;

const WAIT = "wait for it, or end it; what it has finished is kept";

function describeHolder(folder: string, { pid, host }: LeaseDocument): Words {
  return { problem: `process ${pid} on ${host} is working in ${folder}`, remedy: WAIT };
}

function describeUnknown(folder: string): Words {
  if (lookAtLease(folder) !== "unreadable") return { problem: `another process is working in ${folder}`, remedy: WAIT };
  return {
    problem: `${leaseFile(folder)} cannot be read, so its holder is unknown`,
    remedy:
      "wait a minute: a living holder writes it again; then run the command again, or clean up with `selectivity clean`",
  };
}
