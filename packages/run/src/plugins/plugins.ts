/**
 * Plugins: a user's own models and data sets, defined in a JavaScript file.
 *
 *     export default function ({ registerModel, registerDataset, torch, vision }) { … }
 *
 * A plugin is part of what determines a trial: the hash of its file is in the recipe and in the trial's id. A file that has changed
 * since is refused.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LabError, summarizeError } from "@selectivity-lab/base";
import * as selectivity from "@selectivity-lab/selectivity";
import * as torch from "@selectivity-lab/torch";
import * as vision from "@selectivity-lab/vision";
import { PluginError } from "./error.js";

/** A plugin as it is recorded in a recipe. */
export interface Plugin {
  /** Absolute path. */
  readonly path: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

/** What a plugin receives: the packages, so that it need not install them, and functions to register what it provides. */
export interface PluginHost {
  readonly torch: typeof torch;
  readonly vision: typeof vision;
  readonly selectivity: typeof selectivity;
  registerModel(family: vision.ModelFamily): void;
  registerDataset(dataset: vision.PluginDataset): void;
}

/** Describes a plugin by the path of its file, relative to the working folder. @throws {@link PluginError} when there is no file. */
export function describePlugin(file: string): Plugin {
  const absolute = path.resolve(file);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (!found?.isFile())
    throw new PluginError(
      `plugin ${file} ${found ? "is not a file" : "does not exist"}`,
      "name a .js or .mjs file, relative to the folder where you run the command",
    );
  return { path: absolute, sha256: createHash("sha256").update(readFileSync(absolute)).digest("hex") };
}

/** Hashes of the plugins that this process has loaded: the same file elsewhere is the same plugin. */
const loaded = new Set<string>();

/**
 * Loads plugins, each once per process.
 *
 * @throws {@link PluginError} when a file is missing, has changed, cannot be run, or registers nothing that can be used.
 */
export async function loadPlugins(plugins: readonly Plugin[]): Promise<void> {
  for (const plugin of plugins) {
    if (!existsSync(plugin.path))
      throw new PluginError(
        `plugin ${plugin.path}, with which this was started, does not exist`,
        "restore it, or name its new place with --plugin",
      );
    const now = describePlugin(plugin.path);
    if (now.sha256 !== plugin.sha256)
      throw new PluginError(
        `plugin ${plugin.path} has changed since this was started: expected ${short(plugin)}, found ${short(now)}`,
        "restore it, or name a copy of the old file with --plugin; or start again in another folder",
      );
    if (loaded.has(plugin.sha256)) continue;
    await run(plugin);
    loaded.add(plugin.sha256);
  }
}

/** The first digits of a plugin's hash, which people compare. */
function short({ sha256 }: Plugin): string {
  return `sha256 ${sha256.slice(0, 12)}…`;
}

async function run({ path: file, sha256 }: Plugin): Promise<void> {
  let registrations = 0;
  const host: PluginHost = {
    torch,
    vision,
    selectivity,
    registerModel(family) {
      vision.registerModel(family, { by: file });
      registrations++;
    },
    registerDataset(dataset) {
      vision.registerDataset(dataset, { by: file });
      registrations++;
    },
  };
  try {
    // Node keeps modules by their address: with the hash in it, a file that has changed is read again
    const module = (await import(`${pathToFileURL(file).href}?${sha256}`)) as { default?: unknown };
    if (typeof module.default !== "function")
      throw new PluginError(
        `expected a function as its default export, received ${typeof module.default}`,
        "write `export default function ({ registerModel, registerDataset, torch, vision }) { … }`",
      );
    await module.default(host);
    if (registrations === 0)
      throw new PluginError(
        "it registered neither a model nor a data set",
        "call registerModel or registerDataset before its default export returns, or before the promise that it returns resolves",
      );
  } catch (cause) {
    throw describeMistake(file, cause);
  }
}

/** What went wrong, under the plugin's name. Our own errors bring their remedy along. */
function describeMistake(file: string, cause: unknown): PluginError {
  const thrown = () => summarizeError(vision.describeThrown(cause, file));
  if (/\.[cm]?ts$/.test(file))
    return new PluginError(`plugin ${file}: ${thrown()}`, "compile it to JavaScript first, with tsc or esbuild", {
      cause,
    });
  const problem = cause instanceof LabError ? cause.problem : thrown();
  const remedy = (cause instanceof LabError && cause.remedy) || "correct the file, and run the command again";
  return new PluginError(`plugin ${file}: ${problem}`, remedy, { cause });
}
