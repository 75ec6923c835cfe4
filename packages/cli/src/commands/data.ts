/**
 * `selectivity data`: which data sets there are, what is in them, whether they are what they should be; fetches one.
 *
 * @module
 */
import type { DatasetFacts, DatasetPlace, DatasetVerification } from "@selectivity-lab/lab";
import type { Command } from "commander";
import {
  type CommonOptions,
  positiveInteger,
  withCommonOptions,
  withDataDir,
  withPlugins,
  withSkipDamaged,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface DataFlags extends CommonOptions {
  dataDir: string[];
}

interface OneFlags extends DataFlags {
  plugin: string[];
  imageSize?: number;
  skipDamaged?: boolean;
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
      "Lists the data sets, says what is in one, downloads one from its official address, reads every image of one anew.",
    );
  withCommonOptions(withDataDir(data.command("list").summary("which there are, and where"))).action(
    (flags: DataFlags) => run((terminal) => list(flags, terminal), flags),
  );
  for (const [word, summary, work] of ONE) {
    const command = data
      .command(word)
      .summary(summary)
      .description(`${summary}.`)
      .argument("<name>", "name of a data set, or a folder or an archive of images, or of NumPy arrays")
      .option(
        "--image-size <n>",
        "pixels a side to which a folder's images are brought (default: 64)",
        positiveInteger,
      );
    withCommonOptions(withSkipDamaged(withDataDir(withPlugins(command)))).action((name: string, flags: OneFlags) =>
      run((terminal) => work(name, flags, terminal), flags),
    );
  }
  for (const command of data.commands) command.exitOverride();
}

type Work = (name: string, flags: OneFlags, terminal: Terminal) => Promise<number>;

const ONE: readonly (readonly [string, string, Work])[] = [
  ["info", "classes, images, statistics, checksums", (...words) => info(false, ...words)],
  ["fetch", "download one, unless it is there; then as info", (...words) => info(true, ...words)],
  ["verify", "read every file anew, and hold it against what is known; exit code 1 where it is another", verify],
];

async function list({ json, dataDir }: DataFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const datasets: DatasetPlace[] = lab.listDatasets({ dataDirs: dataDir });
  const lines = datasets.map(({ name, folder }) => `${name.padEnd(16)}${folder ?? "not on this machine"}`);
  terminal.out(json ? lab.encodeJson({ schema: 1, datasets }) : lines.join("\n"));
  return 0;
}

async function info(download: boolean, name: string, flags: OneFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.loadPlugins(flags.plugin.map(lab.describePlugin));
  const onProgress = tenths(terminal);
  const facts = await lab.describeDataset(name, { ...placeOf(flags, terminal), download, onProgress });
  terminal.out(flags.json ? lab.encodeJson({ schema: 1, ...facts }) : describe(facts));
  return 0;
}

async function verify(name: string, flags: OneFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.loadPlugins(flags.plugin.map(lab.describePlugin));
  const found = await lab.verifyDataset(name, placeOf(flags, terminal));
  terminal.out(flags.json ? lab.encodeJson({ schema: 1, ...found }) : describeVerification(found));
  return found.intact ? 0 : 1;
}

function placeOf({ dataDir, imageSize, skipDamaged }: OneFlags, terminal: Terminal) {
  return {
    ...{ dataDirs: dataDir, imageSize, notify: terminal.say },
    damagedImages: skipDamaged ? ("skip" as const) : ("refuse" as const),
  };
}

/** Says how far a download is, at every tenth of it. */
function tenths(terminal: Terminal): (url: string, received: number, total: number | undefined) => void {
  const said = new Map<string, number>();
  return (url, received, total) => {
    if (total === undefined) return;
    const tenth = Math.floor((10 * received) / total);
    if (tenth <= (said.get(url) ?? 0)) return;
    said.set(url, tenth);
    terminal.say(`${url}: ${10 * tenth} % of ${(total / 1e6).toFixed(1)} MB`);
  };
}

function describe({ name, folder, classes, imageShape, mean, std, splits }: DatasetFacts): string {
  const numbers = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(", ");
  const rows = Object.entries(splits).map(
    ([
      split,
      {
        images,
        perClass: [least, most],
      },
    ]) => [split, String(images), least === most ? String(most) : `${least} to ${most}`],
  );
  const checksums = Object.values(splits).flatMap(({ sha256 }) =>
    Object.entries(sha256).map(([file, sum]) => `  ${sum}  ${file}`),
  );
  return `${name}${folder ? ` in ${folder}` : ""}
  images    ${imageShape.join(" × ")} of ${classes.length} classes: ${classes.slice(0, 5).join(", ")}${classes.length > 5 ? ", …" : ""}
  mean      ${numbers(mean)}   (of the training images, pixels scaled to 0..1)
  std       ${numbers(std)}

${table([["split", "images", "a class"], ...rows])}

sha256
${checksums.join("\n")}`;
}

function describeVerification({ name, folder, intact, splits }: DatasetVerification): string {
  const lines = Object.entries(splits).flatMap(([split, { images, files, cacheIntact, skipped }]) => [
    `  ${split.padEnd(6)}${images} images decoded${skipped.length > 0 ? `, ${skipped.length} damaged left out` : ""}`,
    ...files.map(
      ({ name: file, sha256, official }) => `    ${mark(official)} ${sha256}  ${file}${OFFICIAL[`${official}`]}`,
    ),
    ...(cacheIntact ? [] : ["    ✖ the decoded copy in the cache was another, and is replaced"]),
  ]);
  return [`${name}${folder ? ` in ${folder}` : ""}`, ...lines, intact ? "intact" : "not intact"].join("\n");
}

const mark = (official: boolean | null) => (official === false ? "✖" : "✔");

const OFFICIAL: Readonly<Record<string, string>> = {
  true: "   the official file",
  false: "   not the official file",
  null: "   read; no checksum of the authors is known",
};
