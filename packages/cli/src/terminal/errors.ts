/**
 * Errors as the user reads them, and the exit code they mean.
 *
 * @module
 */
import type { Terminal } from "./terminal.js";

/** Errors that say what was wrong with a command or its input; all others are faults of ours. */
const INPUT_ERRORS = new Set([
  "AttackError",
  "CheckpointError",
  "ClusterError",
  "CorruptionError",
  "DatasetError",
  "ExportError",
  "FileError",
  "LeaseHeldError",
  "ModelError",
  "NativeError",
  "NpyError",
  "OnnxError",
  "PluginError",
  "RecipeError",
  "RobustnessError",
  "SafetensorsError",
  "SplitError",
  "StateError",
  "StoppingRuleError",
  "SweepConflictError",
  "SweepFolderError",
  "TorchFileError",
  "ZipError",
]);

/** Tells an error. @returns 2 where the command or its input was wrong, 1 where the work failed. */
export function reportError(error: unknown, terminal: Terminal): number {
  if (!(error instanceof Error)) return reportError(new Error(String(error)), terminal);
  terminal.say(`selectivity: ${error.message}`);
  if (INPUT_ERRORS.has(error.name)) return 2;
  if (process.env.SELECTIVITY_TRACE) terminal.say(error.stack ?? "");
  else terminal.say("  to see where it happened: set SELECTIVITY_TRACE=1 and run the command again");
  return 1;
}
