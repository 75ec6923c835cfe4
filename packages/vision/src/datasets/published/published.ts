/**
 * Data sets that are published as a few files in their own format: CIFAR's records, MNIST's IDX files. A new one is a line here.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { findNearest, summarizeError } from "@selectivity-lab/base";
import { tensor } from "@selectivity-lab/torch";
import { createCorruptFileError, DatasetError } from "../../error.js";
import { type DecodedSet, decodedFile, openDecoded } from "../cache/decoded-cache.js";
import { writeDecoded } from "../cache/decoded-writer.js";
import type { DatasetFormat, SourceFile, Split } from "../contract/format.js";
import type { DatasetKind, LoadOptions } from "../contract/kind.js";
import { cacheFolder, dataFolders, type LocatedFiles, locate } from "../contract/locate.js";
import { cifar10 } from "./cifar10.js";
import { cifar100 } from "./cifar100.js";
import { download } from "./download.js";
import { fashionMnist } from "./fashion-mnist.js";
import { inspectPublished } from "./inspect-published.js";
import { mnist } from "./mnist.js";
import { readSourceFiles, sha256 } from "./source-file.js";

/** The list of published data sets, in the order in which they are listed. */
const FORMATS: readonly DatasetFormat[] = [fashionMnist, mnist, cifar10, cifar100];

const findFormat = (name: string) => FORMATS.find((known) => known.name === name);

/** The kind of data set that a {@link DatasetFormat} describes. */
export const published: DatasetKind = {
  names: FORMATS.map(({ name }) => name),

  answersTo: (name) => findFormat(name) !== undefined,

  find(name, { dataDirs = [], environment = process.env }) {
    return locate(datasetFormat(name), "test", dataFolders(dataDirs, environment))?.place;
  },

  inspect(name, { dataDirs = [], environment = process.env }) {
    return inspectPublished(datasetFormat(name), dataFolders(dataDirs, environment));
  },

  async load(name, split, options) {
    const { environment = process.env, anew = false, checkCache: check = true, notify = () => {} } = options;
    const format = datasetFormat(name);
    const sources = await findOrDownload(format, split, options);
    const kept = decodedFile(cacheFolder(environment), name, split, sources.paths);
    const known = anew ? undefined : await openDecoded(kept, { check, notify });
    const { images, labels, sha256 } = known ?? (await decode(format, split, sources, kept));
    const { mean, std, classes } = format;
    return { name, split, classes, mean, std, images, labels, sha256 };
  },
};

/**
 * Describes a data set of a few published files without reading it: image shape, class names, normalisation.
 * @throws DatasetError if there is no data set of this name.
 */
export function datasetFormat(name: string): DatasetFormat {
  const format = findFormat(name);
  if (!format) throw unknownDataset(name, published.names);
  return format;
}

/** SHA-256 of the official files of a data set, by their names, as far as they are known. */
export function officialChecksums(name: string): Readonly<Record<string, string>> {
  return findFormat(name)?.contents ?? {};
}

/** The error for a name that no data set has; it suggests the nearest one. */
export function unknownDataset(name: string, names: readonly string[]): DatasetError {
  const meant = findNearest(name, names);
  const folder = existsSync(name) ? `./${name}` : "./photos";
  return new DatasetError({
    code: "unknown-dataset",
    problem: `There is no data set "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose one of ${names.join(", ")}; or give the path of a folder of images, such as ${folder}; or load your own with --plugin`,
  });
}

/** Reads the source files, and caches their decoded content; works without the cache if it cannot be written. */
async function decode(
  format: DatasetFormat,
  split: Split,
  sources: LocatedFiles,
  kept: string,
): Promise<Pick<DecodedSet, "images" | "labels" | "sha256">> {
  const files = await readSourceFiles(sources, (sources.form ?? format).files[split]);
  const sha256 = computeChecksums(format, split, files);
  const { pixels, labels } = format.decode(files, split);
  const shape = [labels.length, ...format.imageShape] as const; // [N, C, H, W]
  try {
    await writeDecoded(kept, { shape, files: Object.keys(sha256) }, (add) => {
      add(pixels);
      const sums = Object.values(sha256).map((sum) => Buffer.from(sum, "hex"));
      return { labels: BigInt64Array.from(labels, BigInt), sha256: sums };
    });
    return (await openDecoded(kept, { check: false })) as DecodedSet;
  } catch (error) {
    if (!(error instanceof DatasetError && error.code === "unwritable")) throw error;
    return {
      images: tensor(pixels, { dtype: "uint8", shape: [...shape] }),
      labels: tensor(labels, { dtype: "int64" }),
      sha256,
    };
  }
}

async function findOrDownload(format: DatasetFormat, split: Split, options: LoadOptions): Promise<LocatedFiles> {
  const { dataDirs = [], environment = process.env, fetch = globalThis.fetch, notify = () => {} } = options;
  const folders = dataFolders(dataDirs, environment);
  const found = locate(format, split, folders);
  if (found) return found;
  if (options.download === false) throw createNotFoundError(format, split, folders);
  const cache = cacheFolder(environment);
  notify(`Downloading ${format.title} to ${cache}`);
  await download(format, cache, fetch, options.onProgress).catch((cause: Error) => {
    throw createNotFoundError(format, split, folders, cause);
  });
  const downloaded = locate(format, split, [cache]);
  if (!downloaded)
    throw createNotFoundError(format, split, folders, new Error(`${join(cache, format.name)} contains something else`));
  return downloaded;
}

/** Computes the checksum of each file's content. @throws DatasetError if a file belongs to a different data set. */
function computeChecksums(format: DatasetFormat, split: Split, files: readonly SourceFile[]): Record<string, string> {
  const names = format.files[split];
  const checksums = files.map(({ path, bytes }, index) => {
    const checksum = sha256(bytes);
    const owner = FORMATS.find(({ contents }) => Object.values(contents).includes(checksum));
    if (owner && owner.name !== format.name)
      throw createCorruptFileError(path, `${names[index]} of ${format.title}`, `${basename(path)} of ${owner.title}`);
    return [names[index] as string, checksum];
  });
  return Object.fromEntries(checksums);
}

function describeForm(title: string, places: readonly string[]): string {
  return `${title} (${places.join(", ")})`;
}

function createNotFoundError(
  format: DatasetFormat,
  split: Split,
  folders: readonly string[],
  cause?: Error,
): DatasetError {
  const put = `put its files into a folder, and name that folder with --data-dir or SELECTIVITY_DATA (from ${format.downloads[0]?.url})`;
  const remedies = format.install ? [format.install, `or ${put}`] : [put];
  const details = [
    `files     ${format.files[split].join(", ")} (plain or .gz)`,
    ...folders.map((folder, index) => `${index === 0 ? "searched" : "        "}  ${folder}`),
    `          and in each ${format.folders.join(", ")}`,
    ...format.forms.map(
      ({ title, folders, archives }) => `or        ${describeForm(title, [...folders, ...archives])}`,
    ),
    ...(cause ? [`download  ${summarizeError(cause)}`] : []),
  ];
  const problem = `${format.title} (${split} split) was not found.`;
  return new DatasetError({ code: "missing", problem, details, remedy: remedies.join(", "), cause });
}
