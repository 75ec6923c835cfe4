/**
 * The plugins that a trial or a sweep was made with, as recorded in its folder: measuring, exporting and testing need them as much as
 * training did.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { FileError, readJson } from "@selectivity-lab/base";
import { z } from "zod";
import { recipeSchema } from "../recipe/schema.js";
import { trialFiles } from "../records/trial-files.js";
import { describePlugin, loadPlugins, type Plugin } from "./plugins.js";

/** The part of trial.json and sweep.json that is used here: older records have no plugins, and other keys. */
const recordSchema = z.object({ recipe: z.object({ plugins: recipeSchema.shape.plugins }) });

/**
 * Loads the plugins that were named on the command line, and those that a folder's record names.
 *
 * @param where the folder of a trial or a sweep, or a file of weights, which belongs to a trial when it is in its folder.
 * @param given files; one with the hash of a recorded plugin replaces it, wherever that one was.
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

/** Recorded plugins at their present places: a named one with the same hash replaces the recorded one. */
export function relocatePlugins(recorded: readonly Plugin[], named: readonly Plugin[]): Plugin[] {
  return recorded.map((plugin) => named.find(({ sha256 }) => sha256 === plugin.sha256) ?? plugin);
}

async function recordedPlugins(where: string): Promise<Plugin[]> {
  const folder = statSync(where, { throwIfNoEntry: false })?.isDirectory() ? where : path.dirname(where);
  const records = [trialFiles(folder).trial, ...(folder === where ? [path.join(folder, "sweep.json")] : [])];
  const record = records.find((file) => existsSync(file));
  if (record === undefined) return [];
  try {
    return (await readJson(record, recordSchema)).recipe.plugins;
  } catch (error) {
    const sweep = path.resolve(folder, "../..", "sweep.json"); // knows the plugins of a trial whose own file is damaged
    const isInSweep = path.basename(path.resolve(folder, "..")) === "trials" && existsSync(sweep);
    if (!(error instanceof FileError) || !isInSweep) throw error;
    return (await readJson(sweep, recordSchema)).recipe.plugins;
  }
}
