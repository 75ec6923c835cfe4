/**
 * `selectivity export`: a network or a sweep, in the formats of other tools.
 *
 * @module
 */
import type { ExportFormat, SweepFormat, TableName } from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type CommonOptions, type ForeignFlags, withCommonOptions, withForeignOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeExport, describeSweepExport } from "../text/exports.js";

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

/** The formats of networks and of sweeps, repeated here so that help need not load the lab. */
const NETWORK_FORMATS: readonly string[] = ["onnx", "safetensors"];
const SWEEP_FORMATS: readonly string[] = ["csv", "jsonl", "parquet", "tensorboard"];

/** Declares the command. */
export function declareExport(program: Command, run: RunCommand): void {
  const command = program
    .command("export")
    .summary("write a network as ONNX or safetensors, or a sweep as tables or for TensorBoard")
    .addHelpText("before", EXAMPLES)
    .description(
      "Writes a network of this lab, or weights from elsewhere under torchvision's names, as one file. ONNX: from pixels scaled to 0..1, [N, C, H, W], to logits, for any number of images at once; the file is run and compared with the network before it is kept. Safetensors: the weights under torchvision's names. Or writes a sweep: one row per network, epoch or unit, as CSV, JSON lines or Parquet; or event files for TensorBoard, one run per network.",
    )
    .argument(
      "<checkpoint|sweep>",
      "a .safetensors or .pt file, the folder of a trial (whose best weights are then taken), or that of a sweep",
    )
    .addOption(
      new Option("--to <format>", "format to write")
        .choices([...NETWORK_FORMATS, ...SWEEP_FORMATS])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <path>", "file to write; for TensorBoard a folder")
    .addOption(
      new Option("--table <rows>", "what a row of a sweep's table is (default: trials)").choices([
        "trials",
        "epochs",
        "units",
      ]),
    )
    .option("--units", "ONNX: add a mask to switch off units, and the units' means, for every hidden layer")
    .option("--force", "replace a file that already exists")
    .option("--data <name>", "data set whose images and classes weights from elsewhere were trained on");
  withCommonOptions(withForeignOptions(command)).action((checkpoint: string, flags: ExportFlags) =>
    run((terminal) => (isOfSweep(flags) ? exportSweep : exportNetwork)(checkpoint, flags, terminal), flags),
  );
}

function isOfSweep({ to }: ExportFlags): boolean {
  return SWEEP_FORMATS.includes(to);
}

async function exportSweep(sweep: string, flags: ExportFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { to, out, table = "trials", force = false } = flags;
  const summary = await lab.exportSweep(sweep, { to: to as SweepFormat, out, table, force });
  printDocument(terminal, flags, lab.createSweepExportDocument(summary), (document) =>
    describeSweepExport(document, { to, out }),
  );
  return 0;
}

async function exportNetwork(checkpoint: string, flags: ExportFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { to, out, units = false, force = false, data, model, modelOption, mean, std } = flags;
  const summary = await lab.exportNetwork(checkpoint, {
    ...{
      to: to as ExportFormat,
      out,
      units,
      force,
      data,
      model,
      mean,
      std,
      imageSize: flags.imageSize,
      prefix: flags.prefix,
    },
    ...{ modelOptions: lab.parseOverrides(modelOption), damagedImages: flags.skipDamaged ? "skip" : undefined },
    classOrder: flags.classOrder,
    ...{ dataDirs: flags.dataDir, plugins: flags.plugin, notify: terminal.say },
  });
  const next = lab.measureCommand(summary.file, { plugins: summary.plugins });
  printDocument(terminal, flags, lab.createExportDocument(summary), (document) => describeExport(document, next));
  return 0;
}
