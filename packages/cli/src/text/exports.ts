/**
 * Exported files as `selectivity export` shows them to people.
 *
 * @module
 */
import { formatCount, quoteShellWord } from "@selectivity-lab/base";
import type { ExportDocument, SweepExportDocument } from "@selectivity-lab/lab";

/** The file of a network. @param next the command to type next. */
export function describeExport({ file, model, bytes, verification }: ExportDocument, next: string): string {
  return [
    `${file}: ${model}, ${(bytes / 1e6).toFixed(2)} MB`,
    ...(verification ? [`  ${describeVerification(verification)}`] : []),
    `next: ${next}`,
  ].join("\n");
}

function describeVerification({
  images,
  largestDifference,
  tolerance,
}: NonNullable<ExportDocument["verification"]>): string {
  const difference = largestDifference.toExponential(1);
  return `verified on ${images.join(" and ")} images: differs from the network by at most ${difference} of the largest logit; ${tolerance} is allowed`;
}

/** The files of a sweep. */
export function describeSweepExport(
  { rows, files }: SweepExportDocument,
  { to, out }: { readonly to: string; readonly out: string },
): string {
  if (to === "tensorboard")
    return `${out}: ${formatCount(rows, "run")}\nnext: tensorboard --logdir ${quoteShellWord(out)}`;
  return `${files[0]}: ${formatCount(rows, "row")}`;
}
