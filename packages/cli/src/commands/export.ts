/**
 * `selectivity export`: a network as one file for others.
 *
 * @module
 */
import type { ExportFormat, ExportSummary } from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type CommonOptions, withCommonOptions } from "../options.js";
import type { Run } from "../run.js";
import type { Terminal } from "../terminal.js";

interface ExportFlags extends CommonOptions {
  to: ExportFormat;
  out: string;
  units?: boolean;
  force?: boolean;
}

const EXAMPLES = `Examples:
  selectivity export runs/fashion-quick/trials/<id> --to onnx --out model.onnx
  selectivity export model.safetensors --to onnx --units --out units.onnx
  selectivity export runs/fashion-quick/trials/<id> --to safetensors --out best.safetensors
`;

/** Declares the command. */
export function declareExport(program: Command, run: Run): void {
  const command = program
    .command("export")
    .summary("one network as an ONNX or safetensors file")
    .addHelpText("before", EXAMPLES)
    .description(
      "Writes a network of this lab as one file. ONNX: from pixels scaled to 0..1, [N, C, H, W], to logits, any number of images at once; it is run beside the network before it is kept. Safetensors: the weights under torchvision's names.",
    )
    .argument("<checkpoint>", "a .safetensors file, or a trial's folder: then its best weights")
    .addOption(new Option("--to <format>", "of the file").choices(["onnx", "safetensors"]).makeOptionMandatory())
    .requiredOption("--out <file>", "the file to write")
    .option("--units", "ONNX: with a mask to switch units off, and their means, for every hidden layer")
    .option("--force", "replace a file that is there");
  withCommonOptions(command).action((checkpoint: string, flags: ExportFlags) =>
    run((terminal) => exportNetwork(checkpoint, flags, terminal), flags),
  );
}

async function exportNetwork(
  checkpoint: string,
  { json, to, out, units = false, force = false }: ExportFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const summary = await lab.exportNetwork(checkpoint, { to, out, units, force });
  terminal.out(json ? lab.encodeJson(summary) : describe(summary));
  return 0;
}

function describe({ file, model, bytes, verification }: ExportSummary): string {
  const lines = [`${file}: ${model}, ${(bytes / 1e6).toFixed(2)} MB`];
  if (verification) {
    const { images, largestDifference, tolerance } = verification;
    lines.push(
      `  verified on ${images.join(" and ")} images: differs from ours by ${largestDifference.toExponential(1)} of the largest logit at most; ${tolerance} is allowed`,
    );
  }
  return [...lines, `next: npx selectivity measure ${file}`].join("\n");
}
