/**
 * `selectivity data`: which data sets there are, what is in them; fetches one.
 *
 * @module
 */
import type { DatasetFacts, DatasetPlace } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { table } from "../format.js";
import { type CommonOptions, withCommonOptions, withDataDir } from "../options.js";
import type { Run } from "../run.js";
import type { Terminal } from "../terminal.js";

interface DataFlags extends CommonOptions {
  dataDir: string[];
}

const EXAMPLES = `Examples:
  selectivity data list
  selectivity data fetch cifar10
  selectivity data info ./photos --json
`;

/** Declares the command. */
export function declareData(program: Command, run: Run): void {
  const data = program
    .command("data")
    .summary("data sets: list, info, fetch")
    .addHelpText("before", EXAMPLES)
    .description("Lists the data sets, says what is in one, downloads one from its official address.");
  withCommonOptions(withDataDir(data.command("list").summary("which there are, and where"))).action(
    (flags: DataFlags) => run((terminal) => list(flags, terminal), flags),
  );
  for (const [word, summary, download] of [
    ["info", "classes, images, statistics, checksums", false],
    ["fetch", "download one, unless it is there; then as info", true],
  ] as const)
    withCommonOptions(withDataDir(data.command(word).summary(summary)))
      .argument("<name>", "name of a data set, or a folder of images")
      .action((name: string, flags: DataFlags) => run((terminal) => info(name, download, flags, terminal), flags));
  for (const command of data.commands) command.exitOverride();
}

async function list({ json, dataDir }: DataFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const datasets: DatasetPlace[] = lab.listDatasets({ dataDirs: dataDir });
  const lines = datasets.map(({ name, folder }) => `${name.padEnd(16)}${folder ?? "not on this machine"}`);
  terminal.out(json ? lab.encodeJson({ schema: 1, datasets }) : lines.join("\n"));
  return 0;
}

async function info(
  name: string,
  download: boolean,
  { json, dataDir }: DataFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const facts = await lab.describeDataset(name, {
    dataDirs: dataDir,
    download,
    notify: terminal.say,
    onProgress: tenths(terminal),
  });
  terminal.out(json ? lab.encodeJson({ schema: 1, ...facts }) : describe(facts));
  return 0;
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
