/**
 * How images are normalized for an ONNX file, and what is said about it: few files say what they expect.
 *
 * @module
 */
import type { OnnxFile, PixelRange } from "@selectivity-lab/onnx";
import { CheckpointError } from "@selectivity-lab/run";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { MeasureOptions } from "./measure-options.js";
import { PIXELS } from "./onnx-pixels.js";

/** Mean and deviation of each channel, of pixels scaled to 0..1; and what is taken for granted, where the user did not say. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly note?: string;
}

/** What brings pixels from 0..1 to the range that a network normalizes itself. */
const RANGES: Readonly<Record<Exclude<PixelRange, "normalized">, { readonly mean: number; readonly std: number }>> = {
  "0..1": { mean: 0, std: 1 },
  "0..255": { mean: 0, std: 1 / 255 },
  "-1..1": { mean: 0.5, std: 0.5 },
};

/** Whether a file was written here. */
export const isOurs = ({ metadata }: OnnxFile): boolean => metadata[PIXELS.key] === PIXELS.value;

/**
 * Chooses the normalization: what the user says; else none for a file that takes bytes or normalizes images itself; else that of the
 * data set.
 *
 * @throws CheckpointError for `mean` or `std` where the file is ours or takes bytes: it normalizes images itself.
 */
export function chooseNormalization(
  file: OnnxFile,
  dataset: ImageDataset,
  { mean, std }: MeasureOptions,
): Normalization {
  const perChannel = (value: number) => dataset.mean.map(() => value);
  const { type, pixels } = file.images;
  if (isOurs(file) || type === "uint8") {
    if (mean || std) throw refusesNormalization(file, mean ? "mean" : "std");
    return { mean: perChannel(0), std: perChannel(1) };
  }
  if (mean && std) return { mean, std };
  if (mean || std || pixels === "normalized") {
    const chosen = { mean: mean ?? dataset.mean, std: std ?? dataset.std };
    return { ...chosen, note: describeDataset(chosen, dataset.name, { mean, std }) };
  }
  const { mean: center, std: width } = RANGES[pixels];
  const note = `${file.path} normalizes images itself: it gets pixels from ${pixels.replace("..", " to ")}; --mean and --std choose otherwise`;
  return { mean: perChannel(center), std: perChannel(width), note };
}

function describeDataset(
  { mean, std }: Normalization,
  name: string,
  given: Pick<MeasureOptions, "mean" | "std">,
): string {
  const list = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(3))).join(", ");
  const parts = [
    ...(given.mean ? [] : [`mean ${list(mean)}`]),
    ...(given.std ? [] : [`standard deviation ${list(std)}`]),
  ];
  const options = given.mean ? "--std chooses" : given.std ? "--mean chooses" : "--mean and --std choose";
  return `images are scaled to 0..1 and normalized by the ${parts.join(" and ")} of ${name}; ${options} otherwise`;
}

function refusesNormalization({ path, images }: OnnxFile, option: string): CheckpointError {
  return new CheckpointError({
    code: "option-refused",
    problem: `${path} ${images.type === "uint8" ? "takes bytes and " : ""}normalizes images itself, got --${option}`,
    remedy: "leave --mean and --std out",
    path,
  });
}
