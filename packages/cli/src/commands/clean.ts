/**
 * `selectivity clean`: removes what dead processes have left in a sweep's folder.
 *
 * @module
 */
import type { CleanDocument } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { formatTable } from "../terminal/format.js";
import { printDocument } from "../terminal/print-document.js";
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
      "Removes temporary files older than an hour, leases of dead processes, leases that cannot be read, and checkpoints of finished networks. Keeps results, weights, logs, and the checkpoints of unfinished networks. Exits 1 when something cannot be looked at or removed.",
    )
    .argument("<sweep>", "folder of the sweep")
    .option("--dry-run", "list what would be removed, and remove nothing");
  withCommonOptions(command).action((folder: string, flags: CleanFlags) =>
    run((terminal) => clean(folder, flags, terminal), flags),
  );
}

async function clean(folder: string, flags: CleanFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { dryRun = false } = flags;
  const problems: string[] = [];
  const leftovers = await lab.cleanSweep(folder, { dryRun, problem: (line) => problems.push(line) });
  for (const problem of problems) terminal.say(`✖ ${problem}`);
  printDocument(terminal, flags, lab.createCleanDocument({ dryRun, leftovers, problems }), describeLeftovers);
  return problems.length > 0 ? 1 : 0;
}

function describeLeftovers({ leftovers }: CleanDocument): string {
  if (leftovers.length === 0) return "nothing to clean";
  return formatTable(leftovers.map(({ path, bytes, why }) => [`${(bytes / 1e6).toFixed(1)} MB`, why, path]));
}
