/**
 * `selectivity export`: a network, or a sweep, for others.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import type { ExportFormat, ExportSummary, SweepExportSummary, SweepFormat, TableName } from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type CommonOptions, type ForeignFlags, withCommonOptions, withForeignOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import type { Terminal } from "../terminal/terminal.js";

interface ExportFlags extends CommonOptions, ForeignFlags {
  to: ExportFormat | SweepFormat;
  table?: TableName;
  out: string;
  units?: boolean;
  force?: boolean;
}

const EXAMPLES = `Examples:
  selectivity export runs/fashion-quick/trials/<id> --to onnx --out model.onnx
  selectivity export model.safetensors --to onnx --units --out units.onnx
  selectivity export runs/fashion-quick/trials/<id> --to safetensors --out best.safetensors
  selectivity export from-elsewhere.pt --model resnet18 --model-option stem=cifar --data cifar10 --to onnx --out theirs.onnx
  selectivity export runs/fashion-quick --to parquet --table units --out units.parquet
  selectivity export runs/fashion-quick --to tensorboard --out logs
`;

/** Of networks, and of sweeps; written here once more, so that help need not load the lab. */
const NETWORK_FORMATS: readonly string[] = ["onnx", "safetensors"];
const SWEEP_FORMATS: readonly string[] = ["csv", "jsonl", "parquet", "tensorboard"];

/** Declares the command. */
export function declareExport(program: Command, run: RunCommand): void {
  const command = program
    .command("export")
    .summary("a network as ONNX or safetensors, a sweep as tables or for TensorBoard")
    .addHelpText("before", EXAMPLES)
    .description(
      "Writes a network of this lab, or weights from elsewhere under torchvision's names, as one file. ONNX: from pixels scaled to 0..1, [N, C, H, W], to logits, any number of images at once; it is run beside the network before it is kept. Safetensors: the weights under torchvision's names. Or writes a sweep: one row a network, an epoch or a unit, as CSV, JSON lines or Parquet; or event files that TensorBoard opens, a run a network.",
    )
    .argument(
      "<checkpoint|sweep>",
      "a .safetensors or .pt file, a trial's folder (then its best weights), or a sweep's",
    )
    .addOption(
      new Option("--to <format>", "of the file").choices([...NETWORK_FORMATS, ...SWEEP_FORMATS]).makeOptionMandatory(),
    )
    .requiredOption("--out <path>", "the file to write; for TensorBoard a folder")
    .addOption(
      new Option("--table <rows>", "of a sweep: what a row is (default: trials)").choices([
        "trials",
        "epochs",
        "units",
      ]),
    )
    .option("--units", "ONNX: with a mask to switch units off, and their means, for every hidden layer")
    .option("--force", "replace a file that is there")
    .option("--data <name>", "of weights from elsewhere: data set of whose images and classes they are");
  withCommonOptions(withForeignOptions(command)).action((checkpoint: string, flags: ExportFlags) =>
    run((terminal) => (isOfSweep(flags) ? exportSweep : exportNetwork)(checkpoint, flags, terminal), flags),
  );
}

function isOfSweep({ to }: ExportFlags): boolean {
  return SWEEP_FORMATS.includes(to);
}

async function exportSweep(
  sweep: string,
  { json, to, out, table = "trials", force = false }: ExportFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const summary = await lab.exportSweep(sweep, { to: to as SweepFormat, out, table, force });
  terminal.out(json ? lab.encodeJson(summary) : describeSweep(summary, to, out));
  return 0;
}

function describeSweep({ rows, files }: SweepExportSummary, to: string, out: string): string {
  if (to === "tensorboard") return `${out}: ${rows} runs\nnext: tensorboard --logdir ${out}`;
  return `${files[0]}: ${rows} rows`;
}

async function exportNetwork(checkpoint: string, flags: ExportFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { json, to, out, units = false, force = false, data, model, modelOption, mean, std } = flags;
  const summary = await lab.exportNetwork(checkpoint, {
    ...{ to: to as ExportFormat, out, units, force, data, model, mean, std, imageSize: flags.imageSize },
    ...{ modelOptions: lab.parseOverrides(modelOption), damagedImages: flags.skipDamaged ? "skip" : undefined },
    ...{ dataDirs: flags.dataDir, plugins: flags.plugin, notify: terminal.say },
  });
  terminal.out(json ? lab.encodeJson(summary) : describe(summary, lab.measureCommand));
  return 0;
}

function describe(
  { file, model, bytes, verification, plugins }: ExportSummary,
  measureCommand: typeof Lab.measureCommand,
): string {
  const lines = [`${file}: ${model}, ${(bytes / 1e6).toFixed(2)} MB`];
  if (verification) {
    const { images, largestDifference, tolerance } = verification;
    lines.push(
      `  verified on ${images.join(" and ")} images: differs from ours by ${largestDifference.toExponential(1)} of the largest logit at most; ${tolerance} is allowed`,
    );
  }
  return [...lines, `next: ${measureCommand(file, { plugins })}`].join("\n");
}
