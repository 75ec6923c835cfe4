/**
 * `selectivity data`: which data sets there are, what is in them, and whether they are intact; downloads them.
 *
 * @module
 */
import type { Command } from "commander";
import {
  type ClassOrder,
  type CommonOptions,
  positiveInteger,
  withClassOrder,
  withCommonOptions,
  withDataDir,
  withPlugins,
  withSkipDamaged,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeDataset, describeDatasets, describeVerification } from "../text/datasets.js";

interface DataFlags extends CommonOptions {
  dataDir: string[];
}

interface OneFlags extends DataFlags {
  plugin: string[];
  imageSize?: number;
  skipDamaged?: boolean;
  classOrder?: ClassOrder;
}

const EXAMPLES = `Examples:
  selectivity data list
  selectivity data fetch cifar10
  selectivity data info ./photos --json
  selectivity data verify tiny-imagenet --data-dir ~/data
`;

/** Declares the command. */
export function declareData(program: Command, run: RunCommand): void {
  const data = program
    .command("data")
    .summary("data sets: list, info, fetch, verify")
    .addHelpText("before", EXAMPLES)
    .description(
      "Lists the data sets, shows what is in one, downloads one from its official address, or reads every image of one again to check it.",
    );
  withCommonOptions(withDataDir(data.command("list").summary("list the data sets, and where they are"))).action(
    (flags: DataFlags) => run((terminal) => list(flags, terminal), flags),
  );
  for (const [word, summary, work] of ONE) {
    const command = data
      .command(word)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .argument("<name>", "name of a data set, or a folder or an archive of images or of NumPy arrays")
      .option(
        "--image-size <n>",
        "width and height to which the images of a folder are resized (default: 64)",
        positiveInteger,
      );
    withCommonOptions(withClassOrder(withSkipDamaged(withDataDir(withPlugins(command))))).action(
      (name: string, flags: OneFlags) => run((terminal) => work(name, flags, terminal), flags),
    );
  }
}

type Work = (name: string, flags: OneFlags, terminal: Terminal) => Promise<number>;

const ONE: readonly (readonly [string, string, Work])[] = [
  ["info", "show classes, images, statistics and checksums", (...words) => info(false, ...words)],
  [
    "fetch",
    "download a data set unless it is already here, then show what is in it",
    (...words) => info(true, ...words),
  ],
  ["verify", "read every file again and compare it with what is known of it; exit 1 where it differs", verify],
];

async function list(flags: DataFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const document = lab.createDatasetsDocument(lab.listDatasets({ dataDirs: flags.dataDir }));
  printDocument(terminal, flags, document, describeDatasets);
  return 0;
}

async function info(download: boolean, name: string, flags: OneFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.loadPlugins(flags.plugin.map(lab.describePlugin));
  const onProgress = reportTenths(terminal);
  const facts = await lab.describeDataset(name, { ...placeOptions(flags, terminal), download, onProgress });
  printDocument(terminal, flags, lab.createDatasetDocument(facts), describeDataset);
  return 0;
}

async function verify(name: string, flags: OneFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.loadPlugins(flags.plugin.map(lab.describePlugin));
  const found = await lab.verifyDataset(name, placeOptions(flags, terminal));
  printDocument(terminal, flags, lab.createVerificationDocument(found), describeVerification);
  return found.intact ? 0 : 1;
}

function placeOptions({ dataDir, imageSize, skipDamaged, classOrder }: OneFlags, terminal: Terminal) {
  return {
    ...{ dataDirs: dataDir, imageSize, classOrder, notify: terminal.say },
    damagedImages: skipDamaged ? ("skip" as const) : ("refuse" as const),
  };
}

/** Says how much of a file has been downloaded, at every tenth of it. */
function reportTenths(terminal: Terminal): (url: string, received: number, total: number | undefined) => void {
  const said = new Map<string, number>();
  return (url, received, total) => {
    if (total === undefined) return;
    const tenth = Math.floor((10 * received) / total);
    if (tenth <= (said.get(url) ?? 0)) return;
    said.set(url, tenth);
    terminal.say(`${url}: ${10 * tenth}% of ${(total / 1e6).toFixed(1)} MB`);
  };
}
