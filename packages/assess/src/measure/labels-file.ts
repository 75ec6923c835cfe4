/**
 * Labels of one's own, by which selectivity is measured instead of those that the network was trained on: a coarser taxonomy, say.
 *
 *     class,label           image,label           image,label
 *     tench,fish            0,fish                n01440764/1.JPEG,fish
 *     goldfish,fish         1,tool                n01484850/7.JPEG,fish
 *
 * A table in CSV with a header. The first column names a class of the data set, or an image: by its number in the split, from 0, or by its
 * path in the data set. Labels are any words; their order is that of first mention. Every class or image of the split has a line.
 * @module
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describeUnreadable, FileError, findNearest, formatCount, parseWholeNumber } from "@selectivity-lab/base";
import type { Labelling, Measurement } from "@selectivity-lab/run";
import type { ImageDataset } from "@selectivity-lab/vision";
import { CsvError, parse } from "csv-parse/sync";

/** Labels from a file. */
export interface FileLabels extends Labelling {
  /** As it was given. */
  readonly file: string;
  readonly sha256: string;
}

/** What a line says: the thing named, the label, and where it stands. */
interface Line {
  readonly key: string;
  readonly label: string;
  readonly number: number;
}

/** Number of names in a complaint. */
const NAMED = 3;

/** Reads labels for the images of a split. @throws FileError unless every image gets one of at least two labels. */
export function readLabelsFile(file: string, dataset: ImageDataset): FileLabels {
  const bytes = readBytes(file);
  const { names, lines } = readLines(file, bytes);
  const images = readClassIndices(dataset);
  const labelOf = collectLabels(file, names, lines, dataset);
  const missing = findMissing(names, dataset, labelOf);
  if (missing.length > 0) throw refuse(file, describeMissing(names, missing), REMEDY[names]);
  const classes = [...new Set(lines.map(({ label }) => label))];
  const numbers = new Map(classes.map((label, number) => [label, number]));
  const labels = images.map(
    (label, image) => numbers.get(labelOf(names === "class" ? label : image) as string) as number,
  );
  const used = new Set(labels);
  if (used.size < 2)
    throw refuse(file, `expected at least two labels among ${formatCount(images.length, "image")}, got ${used.size}`);
  return { file, sha256: createHash("sha256").update(bytes).digest("hex"), classes, labels };
}

/** What the document of a measurement says of its labels; nothing where they are the data set's own. */
export function describeLabels(labels: FileLabels | undefined): Pick<Measurement, "labels"> {
  if (!labels) return {};
  const { file, sha256, classes } = labels;
  return { labels: { file, sha256, classes: [...classes] } };
}

type Names = "class" | "image";

const REMEDY = {
  class: "give every class a line",
  image: "give every image of the split a line",
};

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new FileError(describeUnreadable(file, cause));
  }
}

function readLines(file: string, bytes: Buffer): { readonly names: Names; readonly lines: readonly Line[] } {
  const [{ record: first } = { record: [] }, ...rows] = parseCsv(file, bytes);
  const header = first.map((cell) => cell.toLowerCase()).join(",");
  if (header !== "class,label" && header !== "image,label")
    throw refuse(
      file,
      `expected the first line to be "class,label" or "image,label", got "${first.join(",").slice(0, 60)}"`,
    );
  const lines = rows.map(({ record: [key = "", label = ""], info: { lines: number } }) => ({ key, label, number }));
  const empty = lines.find(({ key, label }) => key === "" || label === "");
  if (empty) throw refuse(file, `line ${empty.number}: expected two values, got "${empty.key},${empty.label}"`);
  return { names: header === "class,label" ? "class" : "image", lines };
}

/** A row, and the line of the file on which it ends. */
interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseCsv(file: string, bytes: Buffer): Row[] {
  try {
    return parse(bytes, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as Row[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw refuse(file, `is not a table in CSV: ${cause.message}`, "write two columns, separated by a comma");
  }
}

/** The label of the class or image with this number. @throws FileError for names that the data set does not have. */
function collectLabels(file: string, names: Names, lines: readonly Line[], dataset: ImageDataset) {
  const find = names === "class" ? finderOf(dataset.classes) : imageFinder(dataset);
  const labels = new Map<number, string>();
  for (const { key, label, number } of lines) {
    const index = find(key);
    if (index === undefined) throw refuse(file, `line ${number}: ${describeUnknown(names, key, dataset)}`);
    const before = labels.get(index);
    if (before !== undefined && before !== label)
      throw refuse(file, `line ${number}: ${names} "${key}" is labelled "${label}", and "${before}" before`);
    labels.set(index, label);
  }
  return (index: number) => labels.get(index);
}

type Find = (name: string) => number | undefined;

function finderOf(names: readonly string[]): Find {
  const indices = new Map(names.map((name, index) => [name, index]));
  return (name) => indices.get(name);
}

/** By path; by number where that is not a path. */
function imageFinder({ files = [], labels }: ImageDataset): Find {
  const byPath = finderOf(files);
  return (name) => {
    const index = byPath(name) ?? parseWholeNumber(name);
    return index !== undefined && index >= 0 && index < labels.numel ? index : undefined;
  };
}

function describeUnknown(names: Names, key: string, { name, split, classes, files, labels }: ImageDataset): string {
  if (names === "image")
    return `${name} has no image "${key}" in its ${split} split; expected a number below ${labels.numel}${files ? `, or a path such as ${files[0]}` : ""}`;
  const meant = findNearest(key, classes);
  return `${name} has no class "${key}"${meant ? `; did you mean "${meant}"?` : `; it has ${classes.slice(0, NAMED).join(", ")}, …`}`;
}

function findMissing(
  names: Names,
  { classes, files, labels }: ImageDataset,
  labelOf: (index: number) => string | undefined,
) {
  const all = names === "class" ? classes : Array.from({ length: labels.numel }, (_, i) => files?.[i] ?? String(i));
  return all.filter((_, index) => labelOf(index) === undefined);
}

function describeMissing(names: Names, missing: readonly string[]): string {
  const some = missing.slice(0, NAMED).join(", ");
  const count =
    names === "class"
      ? `${missing.length} ${missing.length === 1 ? "class" : "classes"}`
      : formatCount(missing.length, "image");
  return `${count} without a label: ${some}${missing.length > NAMED ? ", …" : ""}`;
}

function readClassIndices({ labels }: ImageDataset): Int32Array {
  return Int32Array.from(labels.toTypedArray() as ArrayLike<number | bigint>, Number);
}

function refuse(
  path: string,
  complaint: string,
  remedy = "see docs/measures.md for what such a file holds",
): FileError {
  return new FileError({ code: "invalid-labels-file", path, complaint: `${complaint}.`, remedy });
}
