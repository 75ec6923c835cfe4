/**
 * Where the results of a robustness evaluation lie, and whether what lies there answers what is asked.
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

/** Twelve letters that stand for the settings: equal settings, equal key, in whatever order their keys were written. */
export function hashSettings(settings: CorruptionSettings | AttackSettings): string {
  return createHash("sha256").update(encodeCanonicalJson(settings)).digest("hex").slice(0, 12);
}

/** The two halves of an evaluation, which are asked for, kept and resumed by themselves. */
export type Part = "corruptions" | "attacks";

/** The files of one part of one network; `home` is its robustness folder. */
export function partFiles(home: string, part: Part, key: string): { document: string; bits: string } {
  const stem = path.join(home, `${part}-${key}`);
  return { document: `${stem}.json`, bits: `${stem}.safetensors` };
}

/** The folder in which a trial, or a sweep, keeps what concerns robustness. */
export function robustnessFolder(folder: string): string {
  return path.join(folder, "robustness");
}

/** SHA-256 of a file. */
export function checksumFile(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/**
 * What is there of a network's corruptions at these settings; `undefined` where it was never measured.
 *
 * @throws {@link FileError} when it is there but unreadable.
 */
export function readCorruptions(home: string, settings: CorruptionSettings): Promise<CorruptionAssessment | undefined> {
  return read(partFiles(home, "corruptions", hashSettings(settings)).document, corruptionResultSchema);
}

/** The same for its attacks. @throws {@link FileError} when it is there but unreadable. */
export function readAttacks(home: string, settings: AttackSettings): Promise<AttackAssessment | undefined> {
  return read(partFiles(home, "attacks", hashSettings(settings)).document, attackResultSchema);
}

/** Whether a part is done for the very weights that lie there now; what cannot be read is done again. */
export async function isDone(
  home: string,
  part: Part,
  settings: CorruptionSettings | AttackSettings,
  weights: string,
): Promise<boolean> {
  const { document, bits } = partFiles(home, part, hashSettings(settings));
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
