/**
 * The published sets whose severities were used.
 *
 * @module
 */
import type { CorruptDocument } from "@selectivity-lab/lab";

/** Name of the set that a table of severities belongs to. */
export const setNames: Readonly<Record<CorruptDocument["table"], string>> = {
  cifar: "CIFAR-10-C",
  tiny: "Tiny-ImageNet-C",
  imagenet: "ImageNet-C",
};

/** The files of corrupted images, one per line, and their severities. */
export function describeCorrupted({ files, table }: CorruptDocument): string {
  return [...files, `severities: those of ${setNames[table]} (--table ${table})`].join("\n");
}
