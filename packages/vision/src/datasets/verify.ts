/**
 * Verifies a data set: reads its files again, bypassing the cache, and compares them with the official checksums.
 *
 * @module
 */

import { operator } from "@selectivity-lab/torch";
import type { ImageDataset, Split } from "./contract/format.js";
import type { LoadOptions } from "./contract/kind.js";
import { loadDataset } from "./load.js";
import { officialChecksums } from "./published/published.js";

/** A source file compared with the official one. */
export interface FileVerification {
  readonly name: string;
  readonly sha256: string;
  /** Whether it is the official file, byte for byte; null if the official checksum is not known. */
  readonly official: boolean | null;
}

/** The result of verifying a split. */
export interface SplitVerification {
  readonly images: number;
  readonly files: readonly FileVerification[];
  /** Whether the decoded copy in the cache matched the files; if not, it has been replaced. */
  readonly cacheIntact: boolean;
  /** Paths of the damaged image files that were skipped, as requested. */
  readonly skipped: readonly string[];
}

/**
 * Verifies one split. Every image is decoded; nothing is downloaded.
 *
 * @throws DatasetError if it is not found, or cannot be read: damaged image files are listed.
 */
export async function verifySplit(name: string, split: Split, options: LoadOptions = {}): Promise<SplitVerification> {
  const here = { ...options, download: false };
  const kept = await loadDataset(name, split, { ...here, checkCache: false });
  try {
    const read = await loadDataset(name, split, { ...here, anew: true });
    try {
      const official = officialChecksums(name);
      return {
        images: read.labels.numel,
        files: Object.entries(read.sha256).map(([file, sha256]) => ({
          ...{ name: file, sha256 },
          official: official[file] === undefined ? null : official[file] === sha256,
        })),
        cacheIntact: equal(kept.images, read.images) && equal(kept.labels, read.labels),
        skipped: read.skipped ?? [],
      };
    } finally {
      free(read);
    }
  } finally {
    free(kept);
  }
}

const equal = operator("aten::equal");

function free({ images, labels }: ImageDataset): void {
  for (const tensor of [images, labels]) tensor.dispose();
}
