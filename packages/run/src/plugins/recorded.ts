/**
 * The plugins that a trial or a sweep was made with, as its folder records them: what is measured, exported or tested later needs
 * them as much as training did.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { readJson } from "@selectivity-lab/base";
import { z } from "zod";
import { recipeSchema } from "../recipe/schema.js";
import { trialFiles } from "../records/trial-files.js";
import { describePlugin, loadPlugins, type Plugin } from "./plugins.js";

/** Of trial.json and sweep.json, what is of use here: records of an older lab have no plugins, and other keys. */
const recordSchema = z.object({ recipe: z.object({ plugins: recipeSchema.shape.plugins }) });

/**
 * Loads what was named on the command line, and what a folder's record names beside it.
 *
 * @param where a trial's folder, a sweep's, or a file of weights, which is a trial's where it lies in its folder.
 * @param given files; one with the hash of a recorded plugin stands for it, wherever that one lay.
 * @returns all that were loaded.
 * @throws PluginError when one is not there, or is not the one that was recorded.
 */
export async function loadPluginsFor(where: string, given: readonly string[]): Promise<Plugin[]> {
  const named = given.map(describePlugin);
  const recorded = relocatePlugins(await recordedPlugins(where), named);
  const plugins = [...new Map([...recorded, ...named].map((plugin) => [plugin.sha256, plugin])).values()];
  await loadPlugins(plugins);
  return plugins;
}

/** Recorded plugins, by where they lie now: one that was named with the same hash stands for the one of old. */
export function relocatePlugins(recorded: readonly Plugin[], named: readonly Plugin[]): Plugin[] {
  return recorded.map((plugin) => named.find(({ sha256 }) => sha256 === plugin.sha256) ?? plugin);
}

async function recordedPlugins(where: string): Promise<Plugin[]> {
  const folder = statSync(where, { throwIfNoEntry: false })?.isDirectory() ? where : path.dirname(where);
  const records = [trialFiles(folder).trial, ...(folder === where ? [path.join(folder, "sweep.json")] : [])];
  const record = records.find((file) => existsSync(file));
  return record === undefined ? [] : (await readJson(record, recordSchema)).recipe.plugins;
}
