/**
 * How well-known code other than torchvision's names the tensors of the residual networks here.
 *
 * A dialect is listed only where the network is the same, so that renaming gives the original's logits; a test checks each against
 * PyTorch. What looks alike and is a different network is listed with the reason.
 * @module
 */

/** A way to name the tensors of a residual network. */
export interface NameDialect {
  readonly name: string;
  /** The networks that are read, for people. */
  readonly reads: string;
  /** At least one name matches where the dialect is spoken. */
  readonly marker: RegExp;
  /** What becomes torchvision's names, applied one after the other. */
  readonly rules: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[];
}

const lessOne = (digit: string | undefined) => String(Number(digit) - 1);
const oneMore = (digit: string | undefined) => String(Number(digit) + 1);

/** The parts of weiaicunzai's `residual_function`: a convolution and its batch norm, then a ReLU. */
const residualPart = (_: string, before = "", index = "0") =>
  `${before}${Number(index) % 3 === 0 ? "conv" : "bn"}${Math.floor(Number(index) / 3) + 1}`;

/** Networks whose weights are read under names other than torchvision's. */
export const NAME_DIALECTS: readonly NameDialect[] = [
  {
    name: "weiaicunzai/pytorch-cifar100",
    reads: "its resnet18, 34 and 50 (with stem=cifar)",
    marker: /^conv[2-5]_x\.\d+\.residual_function\./,
    rules: [
      [/^conv1\.0\./, "conv1."],
      [/^conv1\.1\./, "bn1."],
      [/^conv([2-5])_x\./, (_, stage) => `layer${lessOne(stage)}.`],
      [/(^|\.)residual_function\.(\d)/, residualPart],
      [/\.shortcut\./, ".downsample."],
    ],
  },
  {
    name: "Hugging Face transformers",
    reads: "ResNetForImageClassification of 18, 34 and 50 layers",
    marker: /^(resnet\.)?encoder\.stages\.\d+\.layers\./,
    rules: [
      [/^resnet\./, ""],
      [/^embedder\.embedder\.convolution\./, "conv1."],
      [/^embedder\.embedder\.normalization\./, "bn1."],
      [/^encoder\.stages\.(\d+)\.layers\./, (_, stage) => `layer${oneMore(stage)}.`],
      [/\.layer\.(\d+)\.convolution\./, (_, index) => `.conv${oneMore(index)}.`],
      [/\.layer\.(\d+)\.normalization\./, (_, index) => `.bn${oneMore(index)}.`],
      [/\.shortcut\.convolution\./, ".downsample.0."],
      [/\.shortcut\.normalization\./, ".downsample.1."],
      [/^classifier\.1\./, "fc."],
    ],
  },
  {
    name: "pytorchcv",
    reads: "its resnet18 and 34",
    marker: /^features\.stage\d+\.unit\d+\.body\.conv1\.conv\./,
    rules: [
      [/^features\.init_block\.conv\.conv\./, "conv1."],
      [/^features\.init_block\.conv\.bn\./, "bn1."],
      [/^features\.stage(\d+)\.unit(\d+)\./, (_, stage, unit) => `layer${stage}.${lessOne(unit)}.`],
      [/\.body\.conv(\d)\.conv\./, ".conv$1."],
      [/\.body\.conv(\d)\.bn\./, ".bn$1."],
      [/\.identity_conv\.conv\./, ".downsample.0."],
      [/\.identity_conv\.bn\./, ".downsample.1."],
      [/^output\./, "fc."],
    ],
  },
  {
    // the last: its marker is the least specific
    name: "kuangliu/pytorch-cifar",
    reads: "its resnet18, 34 and 50 (with stem=cifar), and akamaster/pytorch_resnet_cifar10's resnet20 to 110",
    marker: /(^|\.)shortcut\.[01]\.|^linear\./,
    rules: [
      [/^linear\./, "fc."],
      [/\.shortcut\./, ".downsample."],
    ],
  },
];

/** Networks that resemble those here and are not the same. */
export interface RefusedNetwork {
  /** What it is and why it is refused, as a sentence. */
  readonly reason: string;
  /** Whether weights are such a network's, by torchvision's names of the file and the name of the model that was asked for. */
  readonly isIt: (names: ReadonlySet<string>, model: string) => boolean;
}

const some = (names: ReadonlySet<string>, pattern: RegExp) => [...names].some((name) => pattern.test(name));

/** Networks that are refused, with the reason. */
export const REFUSED_NETWORKS: readonly RefusedNetwork[] = [
  {
    reason:
      "the file has convolutions in its shortcuts (option B, as chenyaofo/pytorch-cifar-models and pytorchcv build it); resnet<6n + 2> here pads with zeros (option A, as published)",
    isIt: (names, model) => /^resnet(?!18$|34$|50$)\d+$/.test(model) && some(names, /^layer\d+\.0\.downsample\./),
  },
  {
    reason:
      "the file has no convolutions in its shortcuts (option A); resnet18, resnet34 and resnet50 here have them (option B)",
    isIt: (names, model) => /^resnet(18|34|50)$/.test(model) && names.has("conv1.weight") && !some(names, /downsample/),
  },
  {
    reason:
      "it is pytorchcv's resnet50, which strides in the first convolution of a block; resnet50 here strides in the second, as torchvision's does",
    isIt: (names, model) => model === "resnet50" && some(names, /^pytorchcv\.layer\d+\.\d+\.conv3\./),
  },
  {
    reason: "it normalizes before each convolution (a pre-activation network); the networks here do so after it",
    isIt: (names) => names.has("conv1.weight") && names.has("layer1.0.bn1.weight") && !names.has("bn1.weight"),
  },
];

/** The first dialect that some of these names speak. */
export function findDialect(names: readonly string[]): NameDialect | undefined {
  return NAME_DIALECTS.find(({ marker }) => names.some((name) => marker.test(name)));
}

/** Torchvision's name for a name in a dialect. */
export function translateName(name: string, { rules, name: dialect }: NameDialect): string {
  const translated = rules.reduce(
    (text, [pattern, replacement]) =>
      typeof replacement === "string" ? text.replace(pattern, replacement) : text.replace(pattern, replacement),
    name,
  );
  const isBottleneck = dialect === "pytorchcv" && /\.conv3\./.test(name);
  return isBottleneck ? `pytorchcv.${translated}` : translated; // strides elsewhere: never taken for torchvision's
}
