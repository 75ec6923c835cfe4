/**
 * Data sets as `selectivity data` shows them to people.
 *
 * @module
 */
import type { DatasetDocument, DatasetsDocument, VerificationDocument } from "@selectivity-lab/lab";
import { formatTable } from "../terminal/format.js";

/** Classes that are named. */
const NAMED = 5;

/** One line per data set. */
export function describeDatasets({ datasets }: DatasetsDocument): string {
  return datasets.map(({ name, folder }) => `${name.padEnd(16)}${folder ?? "not on this machine"}`).join("\n");
}

/** What is in a data set. */
export function describeDataset({ name, folder, classes, imageShape, mean, std, splits }: DatasetDocument): string {
  const named = `${classes.slice(0, NAMED).join(", ")}${classes.length > NAMED ? ", …" : ""}`;
  const rows = Object.entries(splits).map(([split, { images, perClass }]) => [
    split,
    String(images),
    [...new Set(perClass)].join(" to "),
  ]);
  const checksums = Object.values(splits).flatMap(({ sha256 }) =>
    Object.entries(sha256).map(([file, sum]) => `  ${sum}  ${file}`),
  );
  return `${formatPlace(name, folder)}
  images    ${imageShape.join(" × ")} of ${classes.length} classes: ${named}
  mean      ${formatChannels(mean)}   (of the training images, pixels scaled to 0..1)
  std       ${formatChannels(std)}

${formatTable([["split", "images", "per class"], ...rows])}

sha256
${checksums.join("\n")}`;
}

/** What reading a data set again has found. */
export function describeVerification({ name, folder, intact, splits }: VerificationDocument): string {
  const lines = Object.entries(splits).flatMap(([split, { images, files, cacheIntact, skipped }]) => [
    `  ${split.padEnd(6)}${images} images decoded${skipped.length > 0 ? `, ${skipped.length} files left out` : ""}`,
    ...files.map((file) => `    ${describeFile(file)}`),
    ...(cacheIntact ? [] : ["    ✖ the decoded copy in the cache differed from the files, and was replaced"]),
  ]);
  return [formatPlace(name, folder), ...lines, intact ? "intact" : "not intact"].join("\n");
}

function describeFile({ name, sha256, official }: VerificationDocument["splits"]["test"]["files"][number]): string {
  const mark = official === false ? "✖" : "✔";
  return `${mark} ${sha256}  ${name}   ${OFFICIAL[`${official}`]}`;
}

const OFFICIAL: Readonly<Record<`${boolean | null}`, string>> = {
  true: "the official file",
  false: "not the official file",
  null: "read; the authors publish no checksum",
};

function formatPlace(name: string, folder: string | null): string {
  return `${name}${folder ? ` in ${folder}` : ""}`;
}

function formatChannels(values: readonly number[]): string {
  return values.map((value) => value.toFixed(4)).join(", ");
}
