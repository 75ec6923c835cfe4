/**
 * A network of the lab as one file for others: what `selectivity export` does.
 *
 *     onnx          the whole network, from pixels scaled to 0..1 to logits; checked against ours before it is kept
 *     safetensors   weights under torchvision's names, and what they are of; from a trial's folder, its best
 *
 * Weights from elsewhere become a file that says all that they did not.
 * @module
 */
import { statSync } from "node:fs";
import { writeFileAtomically } from "@selectivity-lab/base";
import { type Checkpoint, loadPluginsFor, readCheckpoint } from "@selectivity-lab/run";
import { writeSafetensors } from "@selectivity-lab/torch";
import { type ForeignOptions, readForeignWeights } from "../measure/foreign-weights.js";
import { refuseUnused } from "../measure/refuse-unused.js";
import { ExportError } from "./error.js";
import { requirePlace } from "./place.js";
import type { Verification } from "./verify.js";

/** The formats there are. */
export const exportFormats = ["onnx", "safetensors"] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** What to write, and where; and what weights from elsewhere are of, see {@link ForeignOptions}. */
export interface ExportOptions extends ForeignOptions {
  readonly to: ExportFormat;
  /** The file. */
  readonly out: string;
  /**
   * ONNX only: an input `mask/<layer>` `[U]` and an output `means/<layer>` `[N, U]` for every hidden layer. Off by default.
   */
  readonly units?: boolean;
  /** Replace a file that is there; off by default. */
  readonly force?: boolean;
  /** Files with models and data sets of one's own, beside those that a trial's folder records. */
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
 * @param where a file of weights, or a trial's folder; weights from elsewhere with `model` and `data`.
 * @throws {@link ExportError} where the file is there already, its folder is not, or the options do not go together; see also
 *   {@link readCheckpoint}.
 * @throws VerificationError, TranslationError where the network cannot be told in ONNX; nothing is written then.
 */
export async function exportNetwork(where: string, options: ExportOptions): Promise<ExportSummary> {
  const { to, out, units = false, force = false } = options;
  requirePlace(out, force);
  requireUnits(options);
  const plugins = (await loadPluginsFor(where, options.plugins ?? [])).map((plugin) => plugin.path);
  const checkpoint = options.model ? await foreign(where, options.model, options) : readCheckpoint(where);
  try {
    if (!options.model) requireNothingSaid(checkpoint.file, options);
    const verification = to === "onnx" ? await writeOnnx(checkpoint, out, units) : writeWeights(checkpoint, out);
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
  const { exportOnnx } = await import("./onnx.js");
  const { bytes, verification } = await exportOnnx(checkpoint, units);
  writeFileAtomically(out, [bytes]);
  return verification;
}

function writeWeights({ network, metadata }: Checkpoint, out: string): null {
  writeSafetensors(out, network.stateDict(), metadata);
  return null;
}

/** Of the data set, only what it says of the network is wanted: its classes, and what its images are like. */
async function foreign(where: string, model: string, options: ExportOptions): Promise<Checkpoint> {
  const { checkpoint, dataset } = await readForeignWeights(where, model, "test", options);
  for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
  return checkpoint;
}

/** A network of this lab says itself what data set it is of, too. */
function requireNothingSaid(file: string, options: ExportOptions): void {
  refuseUnused(file, options);
  if (options.data !== undefined)
    throw new ExportError(
      `${file} says itself what data set it is of, got --data ${options.data}\n  to do: leave --data out, or name the network of weights from elsewhere with --model`,
    );
}
