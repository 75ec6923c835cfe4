/**
 * The input for images: its element type, its sizes, where its channels are, and what the first nodes do to the pixels.
 *
 * @module
 */
import { type ImageType, imageTypes, isImageType, nameElementType } from "../element-types.js";
import { integers } from "../model/attributes.js";
import { int, type ValueInfoProto } from "../model/schema.js";
import { refusals, refuse } from "../refusals.js";
import type { GraphIndex } from "../units/graph-index.js";

/** A size that the file leaves open is null. */
export type AxisSize = number | null;

/** N, C, H, W, wherever the file has them. */
export type ImageSizes = readonly [AxisSize, AxisSize, AxisSize, AxisSize];

/** Where the channels are. */
export type ImageLayout = "NCHW" | "NHWC";

/** What a network expects of pixels: `normalized` by whoever shows them, or in a range and normalized by itself. */
export type PixelRange = "normalized" | "0..1" | "0..255" | "-1..1";

/** The input for images. */
export interface ImageInput {
  readonly name: string;
  readonly type: ImageType;
  readonly shape: ImageSizes;
  readonly layout: ImageLayout;
  readonly pixels: PixelRange;
}

/** Numbers of channels that images have. */
const CHANNELS: readonly AxisSize[] = [1, 3];

/** Finds it. @throws OnnxError where there is none, there are several, or it holds no images. */
export function findImageInput(
  where: string,
  inputs: readonly ValueInfoProto[],
  index: GraphIndex,
  metadata: Readonly<Record<string, string>>,
): ImageInput {
  const [input] = inputs;
  const shape = input && shapeOf(input);
  if (!input || inputs.length > 1 || (shape && shape.length !== 4))
    throw refuse(
      where,
      refusals.inputs,
      `${where}: expected one input, images [N, C, H, W], got ${inputs.map(describeValue).join(", ") || "none"}`,
    );
  const type = nameElementType(input.type?.tensorType?.elemType);
  if (!isImageType(type))
    throw refuse(
      where,
      refusals.inputType,
      `${where}: expected an input of ${imageTypes.join(", ")}, got ${describeValue(input)}`,
    );
  const sizes = (shape ?? [null, null, null, null]) as [AxisSize, AxisSize, AxisSize, AxisSize];
  const layout = layoutOf(sizes, input.name, index);
  const [count, second, third, last] = sizes;
  const pixels =
    type === "uint8" ? "normalized" : (rangeByMetadata(where, metadata) ?? rangeByNodes(input.name, index));
  return {
    ...{ name: input.name, type, layout, pixels },
    shape: layout === "NCHW" ? sizes : [count, last, second, third],
  };
}

/** An input or output in words. */
export function describeValue(value: ValueInfoProto): string {
  const sizes = (shapeOf(value) ?? ["?"]).map((size) => size ?? "?").join(", ");
  return `${value.name}: ${nameElementType(value.type?.tensorType?.elemType)} [${sizes}]`;
}

/** The sizes of an input or output, where the file says them. */
export function shapeOf({ type }: ValueInfoProto): AxisSize[] | undefined {
  return type?.tensorType?.shape?.dim?.map(({ dimValue }) => int(dimValue) || null);
}

/** By the axis that has as many entries as images have channels; where that is not plain, by a transposition at the start. */
function layoutOf([, second, , last]: ImageSizes, name: string, index: GraphIndex): ImageLayout {
  const [first, final] = [CHANNELS.includes(second), CHANNELS.includes(last)];
  if (first !== final) return first ? "NCHW" : "NHWC";
  return firstNodes(name, index).some(({ opType, perm }) => opType === "Transpose" && perm === "0,3,1,2")
    ? "NHWC"
    : "NCHW";
}

/** A node on the images that is no layer yet, and the constant it combines them with. */
interface FirstNode {
  readonly opType: string;
  readonly constant: number | undefined;
  readonly perm: string | undefined;
}

const MOVES = new Set(["Identity", "Cast", "CastLike", "Transpose"]);
const SCALES = new Set(["Sub", "Add", "Mul", "Div"]);

/** The nodes up to the first layer: forms, and sums and products with constants. */
function firstNodes(tensor: string, index: GraphIndex): FirstNode[] {
  const node = index.onlyReader(tensor);
  if (!node || !(MOVES.has(node.opType) || SCALES.has(node.opType))) return [];
  const others = node.input.filter((one) => one !== tensor && one !== "");
  if (SCALES.has(node.opType) && !(others.length === 1 && index.isConstant(others[0] ?? ""))) return [];
  const perm = integers(node, "perm")?.join(",");
  const constant = SCALES.has(node.opType) ? index.firstNumber(others[0] ?? "") : undefined;
  return [{ opType: node.opType, constant, perm }, ...firstNodes(node.output[0] ?? "", index)];
}

/** A network that scales or shifts its images normalizes them itself; by how much says which range it expects. */
function rangeByNodes(name: string, index: GraphIndex): PixelRange {
  const scaling = firstNodes(name, index).filter(({ opType }) => SCALES.has(opType));
  if (scaling.length === 0) return "normalized";
  const isOfBytes = scaling.some(({ opType, constant = 0 }) => {
    if (opType === "Div") return constant >= 20; // 255, 127.5, or deviations such as 58.4
    if (opType === "Mul") return constant !== 0 && Math.abs(constant) <= 1 / 20;
    return Math.abs(constant) >= 20; // means such as 123.7
  });
  return isOfBytes ? "0..255" : "0..1";
}

/** Windows ML's names. Source: MetadataProps in the documentation of ONNX 1.17. */
function rangeByMetadata(where: string, metadata: Readonly<Record<string, string>>): PixelRange | undefined {
  const { "Image.BitmapPixelFormat": format = "", "Image.NominalPixelRange": range = "" } = metadata;
  if (/^bgr/i.test(format) || range === "NominalRange_16_235")
    throw refuse(
      where,
      refusals.pixelFormat,
      `${where} expects images as ${[format, range].filter(Boolean).join(", ")}`,
    );
  if (range === "NominalRange_0_255") return "0..255";
  if (range === "Normalized_0_1") return "0..1";
  return range === "Normalized_1_1" ? "-1..1" : undefined;
}
