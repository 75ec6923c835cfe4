/**
 * `selectivity clean`: removes what dead processes have left in a sweep's folder.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface CleanFlags extends CommonOptions {
  dryRun?: boolean;
}

const EXAMPLES = `Examples:
  selectivity clean runs/fashion-quick --dry-run
  selectivity clean runs/fashion-quick
`;

/** Declares the command. */
export function declareClean(program: Command, run: RunCommand): void {
  const command = program
    .command("clean")
    .summary("remove what dead processes left in a sweep's folder")
    .addHelpText("before", EXAMPLES)
    .description(
      "Removes temporary files an hour old, leases of dead processes and such as cannot be read, and checkpoints of finished networks. Results, weights, logs, and checkpoints of unfinished networks stay. Exit code 1 when something cannot be looked at or removed.",
    )
    .argument("<sweep>", "the sweep's folder")
    .option("--dry-run", "say what would be removed, and remove nothing");
  withCommonOptions(command).action((folder: string, flags: CleanFlags) =>
    run((terminal) => clean(folder, flags, terminal), flags),
  );
}

async function clean(folder: string, { json, dryRun = false }: CleanFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const problems: string[] = [];
  const leftovers = await lab.cleanSweep(folder, { dryRun, problem: (line) => problems.push(line) });
  for (const problem of problems) terminal.say(`✖ ${problem}`);
  if (json) terminal.out(lab.encodeJson({ schema: 1, dryRun, leftovers, problems }));
  else if (leftovers.length === 0) terminal.out("nothing to clean");
  else terminal.out(table(leftovers.map(({ path, bytes, why }) => [`${(bytes / 1e6).toFixed(1)} MB`, why, path])));
  return problems.length > 0 ? 1 : 0;
}
