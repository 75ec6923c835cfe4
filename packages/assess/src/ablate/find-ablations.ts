/**
 * The ablations of a sweep, as they were last asked for.
 *
 *     SWEEP/ablation/run.json     the settings of the last single-unit ablation and of the last cumulative one
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { makeFolder, readJson, writeJsonAtomically } from "@selectivity-lab/base";
import { z } from "zod";
import { findSubjects } from "../inspect/find-subjects.js";
import { cumulativeAblation, cumulativeAblationSettingsSchema } from "../lesions/cumulative-ablation.js";
import { unitAblation, unitAblationSettingsSchema } from "../lesions/unit-ablation.js";
import { type AblationTable, readNetworks } from "./ablation-table.js";

const runSchema = z.object({
  schema: z.literal(1),
  units: unitAblationSettingsSchema.nullable(),
  cumulative: cumulativeAblationSettingsSchema.nullable(),
  notes: z.array(z.string()),
});
type AblationRun = z.infer<typeof runSchema>;

const locateRun = (folder: string) => path.join(folder, "ablation", "run.json");

/** Remembers what was asked for, beside what was before of the other kind. @param folder of the sweep. */
export async function recordAblation(folder: string, { kind, settings, notes }: AblationTable): Promise<void> {
  const before: AblationRun = (await readRun(folder)) ?? { schema: 1, units: null, cumulative: null, notes: [] };
  makeFolder(path.dirname(locateRun(folder)));
  writeJsonAtomically(locateRun(folder), { ...before, [kind]: settings, notes: [...notes] });
}

/** Reads what was found in a sweep. @returns nothing where no ablation was made. @throws FileError for a run.json that cannot be read. */
export async function findAblations(folder: string): Promise<AblationTable[]> {
  const run = await readRun(folder);
  if (!run) return [];
  const subjects = await findSubjects(folder);
  const { units, cumulative, notes } = run;
  return [
    ...(units
      ? [{ kind: "units" as const, settings: units, networks: readNetworks(subjects, unitAblation, units), notes }]
      : []),
    ...(cumulative
      ? [
          {
            ...{ kind: "cumulative" as const, settings: cumulative, notes },
            networks: readNetworks(subjects, cumulativeAblation, cumulative),
          },
        ]
      : []),
  ];
}

async function readRun(folder: string): Promise<AblationRun | undefined> {
  return existsSync(locateRun(folder)) ? readJson(locateRun(folder), runSchema) : undefined;
}
