/**
 * `selectivity status`: how far sweeps are, from their files alone.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { encodeJson, LabError, quoteShellWord } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { describeOverview } from "../status/overview.js";
import { describeSweep } from "../status/sweep.js";
import { describeTrial } from "../status/trial.js";
import type { Terminal } from "../terminal/terminal.js";

interface StatusFlags extends CommonOptions {
  watch?: boolean;
}

const EXAMPLES = `Examples:
  selectivity status                          every sweep and network below runs/, one per line
  selectivity status runs/fashion-quick
  selectivity status runs/fashion-quick --watch
`;

const LOOK_MS = 2000;

/** Where `sweep` puts its folders. */
const RUNS = "runs";

/** Declares the command. */
export function declareStatus(program: Command, run: RunCommand): void {
  const command = program
    .command("status")
    .summary("show how far sweeps are")
    .addHelpText("before", EXAMPLES)
    .description(
      "Reads the folder of a sweep, wherever its networks are trained, and counts them by state: queued, running, lost (the process is gone), preempted, failed, diverged, done. For a folder of sweeps, shows one line per sweep, and per network that was trained alone.",
    )
    .argument("[sweep|trial]", "folder of a sweep or of one network, or a folder with those in it", RUNS)
    .option("--watch", "look again every few seconds until everything is done; not with --json");
  withCommonOptions(command).action((folder: string, flags: StatusFlags) =>
    run((terminal) => status(folder, flags, terminal), flags),
  );
}

async function status(
  folder: string,
  { json = false, watch = false }: StatusFlags,
  terminal: Terminal,
): Promise<number> {
  if (json && watch) throw refuseWatching(folder);
  const lab = await import("@selectivity-lab/lab");
  const look = chooseLook(lab, folder);
  let before = "";
  while (true) {
    const { document, text, isOver } = await look();
    if (json) terminal.out(encodeJson(document));
    else if (text !== before) terminal.out(before === "" ? text : `\n${text}`);
    before = text;
    if (!watch || isOver || terminal.stop.aborted) return 0;
    await setTimeout(LOOK_MS, undefined, { signal: terminal.stop }).catch(() => {});
    if (terminal.stop.aborted) return 0;
  }
}

/** What there is in a folder: a sweep, one network, or many of both. What it is not is said by whoever reads it as a sweep. */
function chooseLook(lab: typeof Lab, folder: string): () => Promise<Look> {
  if (lab.isTrialFolder(folder)) return () => lookAtTrial(lab, folder);
  const [sweeps, trials] = [lab.findSweeps(folder), lab.findLoneTrials(folder)];
  const isOne = sweeps.includes(folder) || sweeps.length + trials.length === 0;
  return isOne ? () => lookAtOne(lab, folder) : () => lookAtAll(lab, sweeps, trials);
}

function refuseWatching(folder: string): LabError {
  return new LabError({
    code: "watch-with-json",
    problem: "--watch prints again and again, but --json prints one document",
    remedy: `leave out one of them; a program runs \`selectivity status ${quoteShellWord(folder)} --json\` as often as it likes`,
  });
}

/** What a look at the files has found. */
interface Look {
  readonly document: Lab.SweepDocument | Lab.OverviewDocument | Lab.TrialDocument;
  readonly text: string;
  /** Whether nothing will change any more. */
  readonly isOver: boolean;
}

async function lookAtAll(lab: typeof Lab, folders: readonly string[], trialFolders: readonly string[]): Promise<Look> {
  const warnings: string[] = [];
  const tables = await readAll(folders, lab.readSweep, warnings);
  const trials = await readAll(trialFolders, lab.readLoneTrial, warnings);
  const document = lab.createOverviewDocument(tables, trials, warnings);
  return { document, text: describeOverview(document, lab.trialStates), isOver: false };
}

/** Reads folders one after another; what cannot be read is a warning, never the end of the whole. */
async function readAll<Read>(
  folders: readonly string[],
  read: (folder: string) => Promise<Read>,
  warnings: string[],
): Promise<Read[]> {
  const found: Read[] = [];
  for (const folder of folders)
    try {
      found.push(await read(folder));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      warnings.push(error.details[0] ?? error.problem);
    }
  return found;
}

async function lookAtTrial(lab: typeof Lab, folder: string): Promise<Look> {
  const trial = await lab.readLoneTrial(folder);
  const document = lab.createTrialDocument(trial);
  const lines = [describeTrial(document, trial.epochs), ...trial.warnings.map((warning) => `note: ${warning}`)];
  return { document, text: lines.join("\n"), isOver: OVER.includes(trial.row.state) };
}

/** States that do not change by themselves. */
const OVER: readonly Lab.TrialState[] = ["done", "failed", "diverged"];

async function lookAtOne(lab: typeof Lab, folder: string): Promise<Look> {
  const table = await lab.readSweep(folder);
  const stopping = lab.judgeStopping(table);
  const isOver =
    table.rows.every(({ state }) => OVER.includes(state)) && (!stopping || stopping.satisfied || stopping.spent);
  const text = [describeSweep(lab, table), ...(stopping ? [lab.stoppingText(stopping)] : [])].join("\n");
  return { document: lab.createSweepDocument(table), text, isOver };
}
