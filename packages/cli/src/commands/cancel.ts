/**
 * `selectivity cancel`: ends the cluster's jobs of a sweep.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
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
      "Ends every job that was submitted for a sweep with `selectivity sweep --on slurm`. Running networks save first; the sweep's command goes on with them.",
    )
    .argument("<sweep>", "the sweep's folder");
  withCommonOptions(command).action((folder: string, flags: CommonOptions) =>
    run((terminal) => cancel(folder, flags, terminal), flags),
  );
}

async function cancel(folder: string, { json }: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  terminal.onStop = "stopping; what is not ended yet goes on.";
  const cancelled = await lab.cancelOnCluster(lab.slurm(), { folder, stop: terminal.stop, notify: terminal.say });
  if (!cancelled) return 1;
  const { jobs, running, waiting } = cancelled;
  terminal.out(
    json
      ? lab.encodeJson({ schema: 1, jobs, running, waiting })
      : running + waiting === 0
        ? "no job of this sweep is there; a sweep on this machine ends by Ctrl-C"
        : `ended ${running} running and ${waiting} waiting tasks of job ${jobs.join(", ")}`,
  );
  return 0;
}
