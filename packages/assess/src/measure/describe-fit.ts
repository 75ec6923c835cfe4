/**
 * What is said of how the names of weights from elsewhere were fitted to a network.
 *
 * @module
 */
import { CheckpointError, type NetworkDescription, type WeightsFile } from "@selectivity-lab/run";
import type { ImageModel } from "@selectivity-lab/vision";
import { areStrange, type FittedNames } from "./foreign-names.js";
import { REFUSED_NETWORKS } from "./name-dialects.js";

/** Names that a line shows. */
const SHOWN = 3;

/** Lines about what was renamed and what was left, where the weights fit. */
export function describeFitted(file: string, { prefix, dialect, left, alternatives }: FittedNames): string[] {
  return [
    ...(dialect ? [`${file}: the names are those of ${dialect}; they were translated to torchvision's`] : []),
    ...(left.length > 0
      ? [`${file}: ${prefix ? `the network lies under "${prefix}"; ` : ""}${listSome(left)} not used`]
      : []),
    ...(alternatives.length > 0
      ? [`${file}: a whole network also lies under ${quote(alternatives)}; name it with --prefix to measure it instead`]
      : []),
  ];
}

/** Where in the file the weights were looked for, and why they may not fit, for an error. */
export function describeMisfit(
  { tensors, prefix, dialect }: FittedNames,
  network: ImageModel,
  { model, classes }: NetworkDescription,
  { surroundings: { wrappers, others } }: WeightsFile,
): string[] {
  const names = new Set(tensors.keys());
  const reason = REFUSED_NETWORKS.find(({ isIt }) => isIt(names, model))?.reason;
  const ignored = others.length > 0 ? `; ${quote(others)} in the same file was ignored` : "";
  return [
    ...(wrappers.length > 0 ? [`they were read from ${quote(wrappers)} in the file${ignored}`] : []),
    ...(prefix ? [`the prefix "${prefix}" was removed from every name`] : []),
    ...(dialect ? [`the names are those of ${dialect}, translated to torchvision's`] : []),
    ...(reason ? [reason] : []),
    ...describeHead(tensors, network, classes.length),
    ...describeStem(tensors, network),
    ...(areStrange(tensors, network)
      ? [`no name matches: the model has ${first(network.stateDict().keys())} and the file ${first(tensors.keys())}`]
      : []),
  ];
}

/** A last layer for a different number of classes, such as ImageNet's 1,000. */
function describeHead(tensors: FittedNames["tensors"], network: ImageModel, classes: number): string[] {
  const last = [...network.stateDict().keys()].filter((name) => name.endsWith(".weight")).at(-1) ?? "";
  const head = tensors.get(last)?.shape[0];
  return head === undefined || head === classes
    ? []
    : [`its last layer, ${last}, answers with ${head} classes, and the data set has ${classes}`];
}

/** A first convolution of a different size: the residual networks differ in it by the option `stem`. */
function describeStem(tensors: FittedNames["tensors"], network: ImageModel): string[] {
  const side = (shape: readonly number[] | undefined) => shape?.[2];
  const [given, wanted] = [tensors, network.stateDict()].map((all) => side(all.get("conv1.weight")?.shape));
  if (given === 3 && wanted === 7)
    return ["its first convolution is 3 × 3, that of a network for small images: add --model-option stem=cifar"];
  if (given === 7 && wanted === 3)
    return ["its first convolution is 7 × 7, that of a network for ImageNet: leave --model-option stem=cifar out"];
  return [];
}

/** @throws {@link CheckpointError} `weights-do-not-fit` where the file holds several that fit equally well. */
export function requireOneNetwork(file: string, { prefix, alternatives }: FittedNames): void {
  if (alternatives.length < 2 || prefix !== "") return;
  throw new CheckpointError({
    code: "weights-do-not-fit",
    problem: `${file} holds ${alternatives.length} networks that fit, under ${quote(alternatives)}`,
    remedy: `say which with --prefix, such as --prefix ${(alternatives[0] ?? "").replace(/\.$/, "")}`,
    path: file,
  });
}

/** Buffers of a layer that normalizes images, in front of the network. */
const NORMALIZATION = /(^|\.)(mean|std|mu|sigma)$/;

/**
 * Refuses weights whose file also normalizes the images, where the user has not said how: the data set's own mean would be a guess.
 *
 * @throws {@link CheckpointError} `option-missing`.
 */
export function requireOutsideNormalization(
  file: string,
  { left }: FittedNames,
  { mean, std }: { mean?: readonly number[] | undefined; std?: readonly number[] | undefined },
): void {
  const found = left.filter((name) => NORMALIZATION.test(name));
  if (found.length === 0 || (mean && std)) return;
  throw new CheckpointError({
    code: "option-missing",
    problem: `${file} also holds ${found.slice(0, SHOWN).join(", ")}, by which its network normalizes images, which is not read`,
    remedy: "say these values with --mean and --std",
    path: file,
  });
}

function listSome(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const listed = names.slice(0, SHOWN).join(", ") + more;
  return `${listed}${more || names.length > 1 ? " are" : " is"}`;
}

const first = (names: Iterable<string>) => `${[...names].slice(0, SHOWN).join(", ")}, …`;
const quote = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
