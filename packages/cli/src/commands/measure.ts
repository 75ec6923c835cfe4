/**
 * `selectivity measure`: accuracy and class selectivity of one network.
 *
 * @module
 */
import { type Command, Option } from "commander";
import {
  type CommonOptions,
  type ForeignFlags,
  positiveInteger,
  type TransformFlags,
  withCommonOptions,
  withForeignOptions,
  withTransformOptions,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { imageProgress } from "../progress/images.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeMeasurement } from "../text/measurement.js";

interface MeasureFlags extends CommonOptions, ForeignFlags, TransformFlags {
  split: "train" | "test";
  device: string;
  threads?: number;
  negatives?: "abs" | "relu" | "shift";
  measures?: "all" | string[];
  labels?: string;
  output?: string;
}

const EXAMPLES = `Examples:
  selectivity measure runs/fashion-quick/trials/<id>
  selectivity measure model.safetensors --data fashion-mnist --split test --json
  selectivity measure from-elsewhere.pt --model resnet18 --model-option stem=cifar --data cifar10 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5
  selectivity measure from-elsewhere.onnx --data ./photos --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
  selectivity measure resnet50.pth --model resnet50 --data ./imagenet --resize 256 --crop 224 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
  selectivity measure convnext.onnx --data ./photos --negatives abs
  selectivity measure model.safetensors --measures all --labels coarse.csv
`;

/** Declares the command. */
export function declareMeasure(program: Command, run: RunCommand): void {
  const command = program
    .command("measure")
    .summary("measure selectivity and accuracy of one network")
    .addHelpText("before", EXAMPLES)
    .description(
      "Measures a network of this lab, weights from elsewhere under torchvision's names, or any image classifier in an ONNX file: its accuracy, and the class selectivity of every hidden unit, next to what permuted labels and split halves give.",
    )
    .argument(
      "<checkpoint>",
      "a .safetensors, .pt or .onnx file, or the folder of a trial (whose best weights are then taken)",
    )
    .option("--data <name>", "data set (default: the one the network was trained on)")
    .addOption(new Option("--split <split>", "split of the data set").choices(["train", "test"]).default("test"))
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .option("--threads <n>", "threads to compute with (default: one per core)", positiveInteger)
    .addOption(
      new Option(
        "--negatives <what>",
        "what to count where a unit's mean over an image is below 0, as after GELU, SiLU or hard swish: its absolute value, 0, or the mean minus the unit's lowest mean (default: refuse)",
      ).choices(["abs", "relu", "shift"]),
    )
    .option(
      "--measures <names>",
      "selectivity measures beside the index, such as auc,dprime; or all: see docs/measures.md (default: only the index)",
      listMeasures,
    )
    .option(
      "--labels <file>",
      "CSV file with the labels to measure selectivity by: class,label or image,label in each line (default: the data set's own)",
    )
    .option("--output <name>", "output with the class scores, of an ONNX file that has several");
  withCommonOptions(withTransformOptions(withForeignOptions(command))).action(
    (checkpoint: string, flags: MeasureFlags) => run((terminal) => measure(checkpoint, flags, terminal), flags),
  );
}

function listMeasures(text: string): "all" | string[] {
  return text === "all" ? "all" : text.split(",").map((name) => name.trim());
}

async function measure(checkpoint: string, flags: MeasureFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { dataDir: dataDirs, plugin: plugins, modelOption, skipDamaged, ...rest } = flags;
  const progress = imageProgress(terminal);
  const measurement = await lab
    .measure(checkpoint, {
      ...{ ...rest, dataDirs, plugins, modelOptions: lab.parseOverrides(modelOption) },
      ...{ transform: lab.completeTransform(flags) },
      ...{ damagedImages: skipDamaged ? "skip" : undefined, notify: terminal.say, onImages: progress.step },
    })
    .finally(() => progress.end());
  printDocument(terminal, flags, lab.createMeasureDocument(measurement), describeMeasurement);
  return 0;
}
