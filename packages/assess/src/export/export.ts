/**
 * Writes a network of the lab as one file for other tools: what `selectivity export` does.
 *
 *     onnx          the whole network, from pixels scaled to 0..1 to logits; compared with ours before it is kept
 *     safetensors   weights under torchvision's names, with a description of the network; from a trial's folder, its best weights
 *
 * Weights from elsewhere become a file that describes itself.
 * @module
 */
import { statSync } from "node:fs";
import { writeFileAtomically } from "@selectivity-lab/base";
import { type Checkpoint, describeDivergence, loadPluginsFor, readCheckpoint } from "@selectivity-lab/run";
import { writeSafetensors } from "@selectivity-lab/torch";
import { type ForeignOptions, readForeignWeights } from "../measure/foreign-weights.js";
import { refuseUnused } from "../measure/refuse-unused.js";
import { ExportError } from "./error.js";
import { requirePlace } from "./place.js";
import type { Verification } from "./verify.js";

/** Formats that can be written. */
export const exportFormats = ["onnx", "safetensors"] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** What to write and where; for weights from elsewhere, also what they belong to, see {@link ForeignOptions}. */
export interface ExportOptions extends ForeignOptions {
  readonly to: ExportFormat;
  /** Path of the file to write. */
  readonly out: string;
  /**
   * ONNX only: an input `mask/<layer>` `[U]` and an output `means/<layer>` `[N, U]` for every hidden layer. Off by default.
   */
  readonly units?: boolean;
  /** Replaces an existing file; off by default. */
  readonly force?: boolean;
  /** Plugin files, in addition to those that the trial's folder records. */
  readonly plugins?: readonly string[];
}

/** What an export wrote. */
export interface ExportSummary {
  readonly file: string;
  readonly format: ExportFormat;
  /** Name of the model. */
  readonly model: string;
  /** Size of the file, in bytes. */
  readonly bytes: number;
  /** Whether hidden units can be masked. */
  readonly units: boolean;
  /** How closely the file agrees with our network; null where the weights are copied. */
  readonly verification: Verification | null;
  /** Paths of the plugins that were loaded; measuring the file needs them too. */
  readonly plugins: readonly string[];
}

/**
 * Writes a network as a file, completely or not at all.
 *
 * @param where a file of weights, or a trial's folder; weights from elsewhere with `model` and `data`.
 * @throws {@link ExportError} where the file exists, its folder does not, or options exclude each other; see also
 *   {@link readCheckpoint}.
 * @throws VerificationError, TranslationError where the network cannot be expressed in ONNX; nothing is written then.
 */
export async function exportNetwork(where: string, options: ExportOptions): Promise<ExportSummary> {
  const { to, out, units = false, force = false } = options;
  requirePlace(out, force);
  requireUnits(options);
  const plugins = (await loadPluginsFor(where, options.plugins ?? [])).map((plugin) => plugin.path);
  const checkpoint = options.model ? await readForeign(where, options.model, options) : readCheckpoint(where);
  try {
    if (!options.model) refuseDescription(checkpoint.file, options);
    const diverged = options.model ? undefined : describeDivergence(where);
    if (diverged) options.notify?.(`note: ${diverged}`);
    const verification = to === "onnx" ? await writeOnnx(checkpoint, out, units) : writeWeights(checkpoint, out);
    const bytes = statSync(out).size;
    return { file: out, format: to, model: checkpoint.model, bytes, units, verification, plugins };
  } finally {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
  }
}

function requireUnits({ to, units = false }: ExportOptions): void {
  if (units && to !== "onnx")
    throw new ExportError({
      code: "option-refused",
      problem: `--units applies to ONNX files only, got --to ${to}`,
      remedy: "leave out one of the two",
    });
}

/** Loads ONNX Runtime only when it is needed; workers of a sweep do without it. */
async function writeOnnx(checkpoint: Checkpoint, out: string, units: boolean): Promise<Verification> {
  const { exportOnnx } = await import("./onnx.js");
  const { bytes, verification } = await exportOnnx(checkpoint, units);
  writeFileAtomically(out, [bytes]);
  return verification;
}

function writeWeights({ network, metadata }: Checkpoint, out: string): null {
  writeSafetensors(out, network.stateDict(), metadata);
  return null;
}

/** Reads weights from elsewhere; of the data set only the classes and the image size are needed. */
async function readForeign(where: string, model: string, options: ExportOptions): Promise<Checkpoint> {
  const { checkpoint, dataset } = await readForeignWeights(where, model, "test", options);
  for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
  return checkpoint;
}

/** Refuses options that describe a network which already describes itself. */
function refuseDescription(file: string, options: ExportOptions): void {
  refuseUnused(file, options);
  if (options.data !== undefined)
    throw new ExportError({
      code: "option-refused",
      problem: `${file} already says which data set it was trained on, got --data ${options.data}`,
      remedy: "leave --data out; it is for weights from elsewhere, together with --model",
      path: file,
    });
}
