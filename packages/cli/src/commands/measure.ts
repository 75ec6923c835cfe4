/**
 * `selectivity measure`: accuracy and class selectivity of one network.
 *
 * @module
 */
import type { Measurement } from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type CommonOptions, type ForeignFlags, withCommonOptions, withForeignOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { imageProgress } from "../progress/images.js";
import { share, table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface MeasureFlags extends CommonOptions, ForeignFlags {
  split: "train" | "test";
  device: string;
  negatives?: "abs" | "relu" | "shift";
}

const EXAMPLES = `Examples:
  selectivity measure runs/fashion-quick/trials/<id>
  selectivity measure model.safetensors --data fashion-mnist --split test --json
  selectivity measure from-elsewhere.pt --model resnet18 --model-option stem=cifar --data cifar10 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5
  selectivity measure from-elsewhere.onnx --data ./photos --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
  selectivity measure convnext.onnx --data ./photos --negatives abs
`;

/** Declares the command. */
export function declareMeasure(program: Command, run: RunCommand): void {
  const command = program
    .command("measure")
    .summary("selectivity and accuracy of one network")
    .addHelpText("before", EXAMPLES)
    .description(
      "Measures a network of this lab, weights from elsewhere under torchvision's names, or any classifier of images as an ONNX file: test accuracy, and the class selectivity of every hidden unit, beside what permuted labels and the split half give.",
    )
    .argument("<checkpoint>", "a .safetensors, .pt or .onnx file, or a trial's folder: then its best weights")
    .option("--data <name>", "data set (default: the one the network was trained on)")
    .addOption(new Option("--split <split>", "which part of it").choices(["train", "test"]).default("test"))
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .addOption(
      new Option(
        "--negatives <what>",
        "what counts where a unit's mean for an image is below 0, as after GELU, SiLU or hard swish: its size, 0, or the mean raised by the unit's lowest (default: refuse)",
      ).choices(["abs", "relu", "shift"]),
    );
  withCommonOptions(withForeignOptions(command)).action((checkpoint: string, flags: MeasureFlags) =>
    run((terminal) => measure(checkpoint, flags, terminal), flags),
  );
}

async function measure(
  checkpoint: string,
  {
    json,
    data,
    split,
    device,
    dataDir,
    plugin,
    model,
    modelOption,
    mean,
    std,
    imageSize,
    negatives,
    skipDamaged,
  }: MeasureFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const progress = imageProgress(terminal);
  const measurement = await lab
    .measure(checkpoint, {
      ...{ data, split, device, dataDirs: dataDir, plugins: plugin, model, mean, std, negatives },
      ...{ modelOptions: lab.parseOverrides(modelOption), imageSize, damagedImages: skipDamaged ? "skip" : undefined },
      notify: terminal.say,
      onImages: progress.step,
    })
    .finally(() => progress.end());
  terminal.out(json ? lab.encodeJson(measurement) : describe(measurement));
  return 0;
}

function describe({
  accuracy,
  loss,
  meanSelectivity,
  nullSelectivity,
  splitHalfSelectivity,
  layers,
  split,
  images,
  negatives = "refuse",
}: Measurement): string {
  const rows = layers.map((layer) => [
    layer.name,
    String(layer.units),
    share(layer.meanSelectivity),
    String(layer.deadUnits),
  ]);
  const counted = negatives === "refuse" ? "" : `, negative unit means by ${negatives}`;
  return `${images} images of the ${split} split${counted}
  accuracy          ${share(accuracy)}   (cross entropy ${share(loss)})
  mean selectivity  ${share(meanSelectivity)}   (labels permuted ${share(nullSelectivity)}, split half ${share(splitHalfSelectivity)})

${table([["layer", "units", "selectivity", "dead"], ...rows])}`;
}
