/**
 * Test images that are among the training images: accuracy on them shows what was remembered, not what was learned.
 *
 * Images are compared by the bytes of their decoded pixels, at the size at which they are used. Pictures that differ in a single pixel
 * are different ones.
 * @module
 */
import { createHash } from "node:crypto";
import { formatCount } from "@selectivity-lab/base";
import { scope, type Tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { TrialData } from "./prepare.js";

/** Images whose bytes are copied at a time. */
const CHUNK = 1024;

/** Test images that are also training images. */
export interface SharedImages {
  /** How many test images have an equal in the training split. */
  readonly count: number;
  /** How many of them have only equals with a different label. */
  readonly relabeled: number;
  /** Index of the first of them. */
  readonly test: number;
  /** Index of the first training image that equals it. */
  readonly train: number;
}

/** Finds the test images that are also training images; `undefined` where there are none. Images are uint8 `[N, C, H, W]`. */
export function findSharedImages({
  train,
  test,
}: Readonly<Record<"train" | "test", Pick<ImageDataset, "images" | "labels">>>): SharedImages | undefined {
  const seen = new Map<string, { readonly first: number; readonly labels: Set<number> }>();
  forEachImage(train, (pixels, label, index) => {
    const known = seen.get(pixels);
    if (known) known.labels.add(label);
    else seen.set(pixels, { first: index, labels: new Set([label]) });
  });
  let shared: SharedImages | undefined;
  forEachImage(test, (pixels, label, index) => {
    const known = seen.get(pixels);
    if (!known) return;
    const { count, relabeled, ...first } = shared ?? { count: 0, relabeled: 0, test: index, train: known.first };
    shared = { count: count + 1, relabeled: relabeled + (known.labels.has(label) ? 0 : 1), ...first };
  });
  return shared;
}

/**
 * A line about test images that are also training images; `undefined` where there are none.
 *
 * Published data sets are not searched: they are compared as they are, and the few images that some of them repeat are part of them.
 */
export function describeSharedImages(data: TrialData): string | undefined {
  if (data.record.path === undefined) return undefined;
  const shared = findSharedImages(data);
  if (!shared) return undefined;
  const { count, relabeled } = shared;
  const all = data.test.labels.numel;
  const test = formatCount(all, "test image");
  const which = count === all ? `all ${test}` : `${count} of the ${test}`;
  const other = relabeled > 0 ? `, ${relabeled} of them with a different label` : "";
  return (
    `warning: ${which} of ${data.test.name} are also training images${other} ` +
    `(the first: test image ${shared.test} equals training image ${shared.train}); accuracy on them says little`
  );
}

function forEachImage(
  { images, labels }: Pick<ImageDataset, "images" | "labels">,
  visit: (pixels: string, label: number, index: number) => void,
): void {
  const classes = labels.toArray() as unknown as readonly number[];
  for (let from = 0; from < classes.length; from += CHUNK)
    for (const [row, pixels] of hashRows(images, from, Math.min(CHUNK, classes.length - from)).entries())
      visit(pixels, Number(classes[from + row]), from + row);
}

function hashRows(images: Tensor, from: number, rows: number): string[] {
  const bytes = scope(() => images.narrow(0, from, rows).toBytes());
  const size = bytes.byteLength / rows;
  return Array.from({ length: rows }, (_, row) =>
    createHash("sha1")
      .update(bytes.subarray(row * size, (row + 1) * size))
      .digest("base64"),
  );
}
