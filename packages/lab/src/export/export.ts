/**
 * A network of the lab as one file for others: what `selectivity export` does.
 *
 *     onnx          the whole network, from pixels scaled to 0..1 to logits; checked against ours before it is kept
 *     safetensors   weights under torchvision's names, and what they are of; from a trial's folder, its best
 * @module
 */
import { statSync } from "node:fs";
import { readSafetensors, scope, writeFileAtomically, writeSafetensors } from "@selectivity-lab/torch";
import { type Checkpoint, readCheckpoint } from "../measure/weights.js";
import { loadPluginsFor } from "../plugins/recorded.js";
import { ExportError } from "./error.js";
import { requirePlace } from "./place.js";
import type { Verification } from "./verify.js";

/** The formats there are. */
export const exportFormats = ["onnx", "safetensors"] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** What to write, and where. */
export interface ExportOptions {
  readonly to: ExportFormat;
  /** The file. */
  readonly out: string;
  /**
   * ONNX only: an input `mask/<layer>` `[U]` and an output `means/<layer>` `[N, U]` for every hidden layer. Off by default.
   */
  readonly units?: boolean;
  /** Replace a file that is there; off by default. */
  readonly force?: boolean;
  /** Files with models of one's own, beside those that a trial's folder records. */
  readonly plugins?: readonly string[];
}

/** What was written. */
export interface ExportSummary {
  readonly schema: 1;
  readonly file: string;
  readonly format: ExportFormat;
  /** The name of the network. */
  readonly model: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Whether its hidden units can be masked. */
  readonly units: boolean;
  /** How near it comes to ours; null where it is a copy. */
  readonly verification: Verification | null;
  /** Paths of the plugins that were loaded: who measures the file needs them too. */
  readonly plugins: readonly string[];
}

/**
 * Writes a network as a file, whole or not at all.
 *
 * @param where a file of weights, or a trial's folder.
 * @throws {@link ExportError} where the file is there already, its folder is not, or the options do not go together; see also
 *   {@link readCheckpoint}.
 * @throws VerificationError, TranslationError where the network cannot be told in ONNX; nothing is written then.
 */
export async function exportNetwork(where: string, options: ExportOptions): Promise<ExportSummary> {
  const { to, out, units = false, force = false } = options;
  requirePlace(out, force);
  requireUnits(options);
  const plugins = (await loadPluginsFor(where, options.plugins ?? [])).map((plugin) => plugin.path);
  const checkpoint = readCheckpoint(where);
  try {
    const verification = to === "onnx" ? await writeOnnx(checkpoint, out, units) : copyWeights(checkpoint, out);
    const bytes = statSync(out).size;
    return { schema: 1, file: out, format: to, model: checkpoint.model, bytes, units, verification, plugins };
  } finally {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
  }
}

function requireUnits({ to, units = false }: ExportOptions): void {
  if (units && to !== "onnx")
    throw new ExportError(
      `--units: only an ONNX file has units to open, got --to ${to}\n  to do: leave one of the two out`,
    );
}

/** ONNX Runtime is loaded where it is wanted: workers of a sweep do without. */
async function writeOnnx(checkpoint: Checkpoint, out: string, units: boolean): Promise<Verification> {
  const { verifiedOnnx } = await import("./onnx.js");
  const { bytes, verification } = await verifiedOnnx(checkpoint, units);
  writeFileAtomically(out, [bytes]);
  return verification;
}

function copyWeights(checkpoint: Checkpoint, out: string): null {
  scope(() => {
    const { tensors, metadata } = readSafetensors(checkpoint.file);
    writeSafetensors(out, tensors, metadata);
  });
  return null;
}
