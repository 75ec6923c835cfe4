/**
 * What is on the disk of a data set of a few published files.
 *
 * @module
 */
import { DatasetError } from "../../error.js";
import type { DatasetFormat, Split } from "../contract/format.js";
import { type LocatedFiles, locate } from "../contract/locate.js";
import { type DatasetPresence, describeUnofficialSizes, inspectFile } from "../contract/presence.js";

/** Looks for the files of both splits. @param folders the data folders, in the order in which they are searched. */
export function inspectPublished(format: DatasetFormat, folders: readonly string[]): DatasetPresence {
  const { name, title } = format;
  try {
    const found = { train: locate(format, "train", folders), test: locate(format, "test", folders) };
    const all = (["train", "test"] as const).flatMap((split) => inspectSplit(format, split, found[split]));
    const files = all.filter((file, i) => all.findIndex(({ path }) => path === file.path) === i); // an archive has both
    const [first] = files;
    if (!first) return { name, state: "absent", place: null, files, problem: null, remedy: describeSources(format) };
    const { place } = (found.train ?? found.test) as LocatedFiles;
    const absent = found.train ? "test" : "train";
    if (!(found.train && found.test))
      return {
        ...{ name, state: "incomplete", place, files },
        problem: `${place}: has no files of the ${absent} split of ${title}.`,
        remedy: `add ${format.files[absent].join(", ")} (plain or .gz)`,
      };
    const problem = describeUnofficialSizes(files);
    return {
      name,
      state: "found",
      place,
      files,
      problem,
      remedy: problem && `run \`selectivity data verify ${name}\``,
    };
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const { problem, remedy = null, path = null } = error;
    return { name, state: "incomplete", place: path, files: [], problem, remedy };
  }
}

/** Sizes are those of the official files, where the files are these. */
function inspectSplit(format: DatasetFormat, split: Split, found: LocatedFiles | undefined) {
  const isOfficial = found && !found.packed && !found.form?.convert;
  return (found?.paths ?? []).map((path, index) =>
    inspectFile(path, isOfficial ? format.bytes[format.files[split][index] as string] : undefined),
  );
}

function describeSources({ install }: DatasetFormat): string {
  return ["it is downloaded when first used", ...(install ? [install] : []), "or name its folder with --data-dir"].join(
    "; ",
  );
}
