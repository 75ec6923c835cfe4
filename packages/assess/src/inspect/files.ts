/**
 * The files of inspections: where they are, what they hold, and whether they are of these settings and weights.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { decodeJson, encodeCanonicalJson, FileError, makeFolder, writeJsonAtomically } from "@selectivity-lab/base";
import { versions } from "@selectivity-lab/run";
import { writeSafetensors } from "@selectivity-lab/torch";
import { z } from "zod";
import type { Findings, Inspection, InspectionSettings } from "./inspection.js";

/** Where the files of one inspection of one network are. */
export interface InspectionFiles {
  readonly folder: string;
  readonly document: string;
  readonly tensors: string;
}

/** A stored result. */
export interface InspectionResult<Settings, Found> {
  readonly schema: 1;
  readonly key: string;
  readonly settings: Settings;
  /** SHA-256 of the file of weights. */
  readonly weights: string;
  readonly found: Found;
  readonly versions: Record<string, string>;
  readonly seconds: number;
}

/** The schema of an inspection's stored results. */
export function createResultSchema<Settings extends InspectionSettings, Found extends object>({
  settingsSchema,
  foundSchema,
}: Inspection<Settings, Found>) {
  return z.object({
    schema: z.literal(1),
    key: z.string(),
    settings: settingsSchema,
    weights: z.string(),
    found: foundSchema,
    versions: z.record(z.string(), z.string()),
    seconds: z.number(),
  });
}

/** Hashes settings to twelve letters, in whatever order their members were written. */
export function hashInspection(settings: InspectionSettings): string {
  return createHash("sha256").update(encodeCanonicalJson(settings)).digest("hex").slice(0, 12);
}

/** Locates the files of an inspection. @param network a trial's folder, or a file of weights, whose folder lies beside it. */
export function locateInspection(network: string, { name, folder }: Inspection, key: string): InspectionFiles {
  const isFolder = existsSync(network) && statSync(network).isDirectory();
  const home = isFolder ? path.join(network, folder) : `${network.replace(/\.safetensors$/, "")}-${folder}`;
  const stem = path.join(home, `${name}-${key}`);
  return { folder: home, document: `${stem}.json`, tensors: `${stem}.safetensors` };
}

/** Writes what was found; the document comes last. */
export function writeInspection<Settings extends InspectionSettings, Found extends object>(
  { folder, document, tensors: file }: InspectionFiles,
  { settings, weights, seconds }: Pick<InspectionResult<Settings, Found>, "settings" | "weights" | "seconds">,
  { found, tensors }: Findings<Found>,
): void {
  makeFolder(folder);
  if (tensors.size > 0) writeSafetensors(file, tensors, { settings: JSON.stringify(settings) });
  const key = hashInspection(settings);
  const result: InspectionResult<Settings, Found> = {
    ...{ schema: 1, key, settings, weights, found, versions: versions(), seconds },
  };
  writeJsonAtomically(document, result);
}

/** Reads what was found at these settings for these weights; `undefined` where that is not there, or not readable. */
export function readInspection<Settings extends InspectionSettings, Found extends object>(
  network: string,
  inspection: Inspection<Settings, Found>,
  settings: Settings,
  weights: string,
): InspectionResult<Settings, Found> | undefined {
  const { document } = locateInspection(network, inspection, hashInspection(settings));
  if (!existsSync(document)) return undefined;
  try {
    const result = decodeJson(document, readFileSync(document, "utf8"), createResultSchema(inspection));
    return result.weights === weights ? result : undefined;
  } catch (error) {
    if (error instanceof FileError) return undefined; // it is done again
    throw error;
  }
}
