/**
 * The files of a robustness evaluation: where they are, and whether they match the settings.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { encodeCanonicalJson, FileError, readJson } from "@selectivity-lab/base";
import type { z } from "zod";
import {
  type AttackAssessment,
  type AttackSettings,
  attackResultSchema,
  type CorruptionAssessment,
  type CorruptionSettings,
  corruptionResultSchema,
} from "./contracts.js";

/** Hashes settings to twelve letters: equal settings have equal keys, in whatever order their members were written. */
export function hashSettings(settings: CorruptionSettings | AttackSettings): string {
  return createHash("sha256").update(encodeCanonicalJson(settings)).digest("hex").slice(0, 12);
}

/** The two parts of an evaluation, which are requested, stored and resumed independently. */
export type Part = "corruptions" | "attacks";

/** Locates the files of one part of one network. @param home its robustness folder. */
export function locatePartFiles(home: string, part: Part, key: string): { document: string; bits: string } {
  const stem = path.join(home, `${part}-${key}`);
  return { document: `${stem}.json`, bits: `${stem}.safetensors` };
}

/** Locates the folder in which a trial, or a sweep, stores its robustness. */
export function locateRobustness(folder: string): string {
  return path.join(folder, "robustness");
}

/** Computes the SHA-256 of a file. */
export function checksumFile(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/**
 * Reads a network's results on corrupted images at these settings; `undefined` if there are none.
 *
 * @throws {@link FileError} if the file is unreadable.
 */
export function readCorruptions(home: string, settings: CorruptionSettings): Promise<CorruptionAssessment | undefined> {
  return read(locatePartFiles(home, "corruptions", hashSettings(settings)).document, corruptionResultSchema);
}

/** Reads a network's results under attack; `undefined` if there are none. @throws {@link FileError} if the file is unreadable. */
export function readAttacks(home: string, settings: AttackSettings): Promise<AttackAssessment | undefined> {
  return read(locatePartFiles(home, "attacks", hashSettings(settings)).document, attackResultSchema);
}

/** Whether a part is done for the current weights; a result that cannot be read counts as not done. */
export async function isDone(
  home: string,
  part: Part,
  settings: CorruptionSettings | AttackSettings,
  weights: string,
): Promise<boolean> {
  const { document, bits } = locatePartFiles(home, part, hashSettings(settings));
  if (!existsSync(bits)) return false;
  try {
    const schema = part === "corruptions" ? corruptionResultSchema : attackResultSchema;
    return (await read<{ weights: string }>(document, schema))?.weights === weights;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

async function read<Value>(file: string, schema: z.ZodType<Value>): Promise<Value | undefined> {
  return existsSync(file) ? readJson(file, schema) : undefined;
}
