/**
 * Which data sets are on the disk. None is read: `selectivity data verify` does that.
 *
 * @module
 */
import { type DatasetPresence, datasetNames, inspectDataset } from "@selectivity-lab/vision";
import type { DoctorCheck } from "./check.js";

/** Looks at every data set that has a name. @throws DatasetError if one of the data folders does not exist. */
export function examineDatasets(dataDirs: readonly string[]): DoctorCheck[] {
  const presences = datasetNames.map((name) => inspectDataset(name, { dataDirs }));
  return presences.map((presence) => describePresence(presence, findTwins(presence, presences)));
}

/** Other data sets whose files have the same names: MNIST and Fashion-MNIST in one folder are the same files. */
function findTwins({ name, files }: DatasetPresence, presences: readonly DatasetPresence[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return presences
    .filter((other) => other.name !== name && other.files.some(({ path }) => paths.has(path)))
    .map((other) => other.name);
}

function describePresence(presence: DatasetPresence, twins: readonly string[]): DoctorCheck {
  const { name, state, place, problem, remedy } = presence;
  if (state === "absent") return { name, state: "absent", found: `not on this machine; ${remedy}` };
  if (state === "incomplete") return { name, state: "bad", found: problem ?? "incomplete", ...(remedy && { remedy }) };
  const found = place === null ? "found" : `in ${place}`;
  if (twins.length > 0)
    return {
      ...{ name, state: "fine", found: `${found}, unless these files are those of ${twins.join(" or ")}` },
      remedy: `run \`selectivity data verify ${name}\`, which compares checksums`,
    };
  return { name, state: "fine", found: problem ? `${found}; ${problem}` : found, ...(remedy && { remedy }) };
}
