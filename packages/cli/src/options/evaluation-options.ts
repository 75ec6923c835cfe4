/**
 * The options of an evaluation of robustness.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type CommonOptions, numbers, positiveInteger, type TransformFlags, wholeNumber, words } from "./options.js";

/** Values of the options. */
export interface EvaluationFlags extends CommonOptions, TransformFlags {
  corruptions?: string[];
  severities?: number[];
  images?: number;
  published?: string;
  frost?: string;
  attacks?: string[];
  norm: "linf" | "l2";
  epsilons?: string[];
  attackImages?: number;
  checkImages?: number;
  seed: number;
  data?: string;
  device: string;
  jobs?: number;
  threads?: number;
  dataDir: string[];
  plugin: string[];
}

/** Declares the options of {@link EvaluationFlags} that are not common to several commands. */
export function withEvaluationOptions(command: Command): Command {
  return command
    .option("--corruptions <list>", "names of corruptions, standard (15), all (19) or none (default: standard)", words)
    .option("--severities <list>", "severities from 1 to 5 (default: 1,2,3,4,5)", numbers)
    .option("--images <n>", "corrupt the first n test images (default: all)", positiveInteger)
    .option("--published <dir>", "read CIFAR-10-C or Tiny-ImageNet-C from this folder instead of corrupting")
    .option("--frost <dir>", "folder with the original frost textures (default: procedural frost)")
    .option("--attacks <list>", "attacks, or none (default: fgsm,pgd-100x5,apgd-dlr,square-500,transfer)", words)
    .addOption(new Option("--norm <norm>", "norm of the budgets").choices(["linf", "l2"]).default("linf"))
    .option("--epsilons <list>", "budgets, such as 1/255,2/255 (default: seven from 0.25/255 to 16/255)", words)
    .option("--attack-images <n>", "attack the first n test images (default: 500)", positiveInteger)
    .option(
      "--check-images <n>",
      "check the attacks on the first n of these, or 0 for no checks (default: 100)",
      wholeNumber,
    )
    .option("--seed <n>", "seed of all random numbers", wholeNumber, 0)
    .option("--data <name>", "data set (default: the one the networks were trained on)")
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .option("--jobs <n>", "networks evaluated at once (default: one per core)", positiveInteger)
    .option("--threads <n>", "threads per network (default: what the cores allow)", positiveInteger);
}

/** What is to be evaluated, and with what. */
export function readEvaluationOptions(flags: EvaluationFlags, lab: typeof Lab): Lab.RobustnessOptions {
  const { corruptions, severities, images, published, frost, attacks, norm, epsilons } = flags;
  const { attackImages, checkImages, seed, data, device, jobs, threads } = flags;
  return {
    ...{ corruptions, severities, images, published, frost, attacks, norm, epsilons },
    ...{ attackImages, checkImages, seed, data, device, jobs, threads },
    ...{ transform: lab.completeTransform(flags) },
    ...{ dataDirs: flags.dataDir, plugins: flags.plugin },
  };
}
