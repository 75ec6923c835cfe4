/**
 * `selectivity cancel`: ends the cluster's jobs of a sweep.
 *
 * @module
 */
import type { CancelDocument } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";

const EXAMPLES = `Examples:
  selectivity cancel runs/cifar10-resnet20
`;

/** Declares the command. */
export function declareCancel(program: Command, run: RunCommand): void {
  const command = program
    .command("cancel")
    .summary("end the cluster's jobs of a sweep")
    .addHelpText("before", EXAMPLES)
    .description(
      "Ends every job that `selectivity sweep --on slurm` submitted for a sweep. Running networks save first; run the sweep's command again to continue with them.",
    )
    .argument("<sweep>", "folder of the sweep");
  withCommonOptions(command).action((folder: string, flags: CommonOptions) =>
    run((terminal) => cancel(folder, flags, terminal), flags),
  );
}

async function cancel(folder: string, flags: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  terminal.onStop = "Stopping. Jobs that have not been ended yet continue.";
  const cancelled = await lab.cancelOnCluster(lab.findCluster("slurm"), {
    folder,
    stop: terminal.stop,
    notify: terminal.say,
  });
  if (!cancelled) return 1;
  printDocument(terminal, flags, lab.createCancelDocument(cancelled), describeCancelled);
  return 0;
}

function describeCancelled({ jobs, running, waiting }: CancelDocument): string {
  return running + waiting === 0
    ? "this sweep has no job on the cluster; a sweep on this machine is ended with Ctrl-C"
    : `ended ${running} running and ${waiting} waiting tasks of job ${jobs.join(", ")}`;
}
