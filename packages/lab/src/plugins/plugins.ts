/**
 * Plugins: a user's own models and data sets, from a JavaScript file.
 *
 *     export default function ({ registerModel, registerDataset, torch, vision }) { … }
 *
 * A plugin is part of what determines a trial: the hash of its file stands in the recipe and takes part in the trial's id; a file
 * that has changed since is refused rather than mixed with what it made before.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as selectivity from "@selectivity-lab/selectivity";
import * as torch from "@selectivity-lab/torch";
import * as vision from "@selectivity-lab/vision";

/** A plugin as a recipe keeps it. */
export interface Plugin {
  /** Absolute. */
  readonly path: string;
  /** Of the file. */
  readonly sha256: string;
}

/** A plugin cannot be used. */
export class PluginError extends Error {
  override readonly name = "PluginError";
  readonly code = "PLUGIN";

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\n  to do: ${remedy}`, options);
  }
}

/** What a plugin is handed: the packages, so that it need not install them, and where to register what it brings. */
export interface PluginHost {
  readonly torch: typeof torch;
  readonly vision: typeof vision;
  readonly selectivity: typeof selectivity;
  registerModel(family: vision.ModelFamily): void;
  registerDataset(dataset: vision.PluginDataset): void;
}

/** A plugin by the path of its file, from where the command runs. @throws {@link PluginError} when it is not there. */
export function describePlugin(file: string): Plugin {
  const absolute = path.resolve(file);
  if (!existsSync(absolute))
    throw new PluginError(`plugin ${file} does not exist`, "name a .js or .mjs file, from where you run the command");
  return { path: absolute, sha256: createHash("sha256").update(readFileSync(absolute)).digest("hex") };
}

/** Paths of those that this process has loaded. */
const loaded = new Map<string, string>();

/**
 * Loads plugins, each once a process.
 *
 * @throws {@link PluginError} when a file is missing, has changed, cannot be run, or registers nothing that can be used.
 */
export async function loadPlugins(plugins: readonly Plugin[]): Promise<void> {
  for (const plugin of plugins) {
    const now = describePlugin(plugin.path);
    if (now.sha256 !== plugin.sha256)
      throw new PluginError(
        `plugin ${plugin.path} has changed since this was begun`,
        "restore it, or begin anew in another folder with --out",
      );
    if (loaded.get(plugin.path) === plugin.sha256) continue;
    await run(plugin.path);
    loaded.set(plugin.path, plugin.sha256);
  }
}

async function run(file: string): Promise<void> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    if (typeof module.default !== "function")
      throw new Error(`expected a function as its default export, got ${typeof module.default}`);
    const { registerModel, registerDataset } = vision;
    await module.default({ torch, vision, selectivity, registerModel, registerDataset } satisfies PluginHost);
  } catch (cause) {
    const { message } = cause as Error;
    throw new PluginError(
      `plugin ${file}: ${message.split("\n")[0]}`,
      /\.[cm]?ts$/.test(file)
        ? "compile it to JavaScript first, with tsc or esbuild"
        : "correct the file, and run the command again",
      { cause },
    );
  }
}
