/**
 * Keeps compiled addons in the user's cache, `$XDG_CACHE_HOME/selectivity-lab/native/<stamp>/torch.node`, so that the same
 * sources, flags and libtorch are compiled once, however many folders they are built in.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Copies the addon with this stamp to `addon`. @returns whether there was one. */
export function restoreAddon(stamp, addon) {
  const kept = keptAddon(stamp);
  if (!existsSync(kept)) return false;
  copy(kept, addon);
  return true;
}

/** Keeps an addon for the next build of the same stamp. A cache that cannot be written to costs time, nothing else. */
export function keepAddon(stamp, addon) {
  try {
    const kept = keptAddon(stamp);
    mkdirSync(path.dirname(kept), { recursive: true });
    copy(addon, kept);
  } catch (error) {
    console.error(`native: not kept for the next build: ${error.message}`);
  }
}

function keptAddon(stamp) {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  return path.join(cache, "selectivity-lab", "native", stamp, "torch.node");
}

/** Under a temporary name first: nobody ever loads half an addon, and a process that has the old one loaded keeps it. */
function copy(from, to) {
  const part = `${to}.${process.pid}.part`;
  copyFileSync(from, part);
  renameSync(part, to);
}
