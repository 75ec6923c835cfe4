/**
 * Files in the folders of classes that are not images.
 *
 * @module
 */
import { DatasetError } from "../../error.js";
import type { Listing } from "./image-tree.js";

/** Number of files that are listed. */
const LISTED = 10;

/** @throws DatasetError that lists the files of these listings that are not images, if there are any. */
export function refuseOthers(listings: readonly Listing[]): void {
  const others = listings.flatMap((listing) => listing.others);
  const root = listings[0]?.tree.root as string;
  if (others.length === 0) return;
  const what = others.length > 1 ? `${others.length} files are not images` : "1 file is not an image";
  const details = others.slice(0, LISTED).map((path) => `✖ ${path}`);
  if (others.length > LISTED) details.push(`… and ${others.length - LISTED} more`);
  throw new DatasetError({
    code: "corrupt",
    problem: `${root}: ${what} in the folders of the classes.`,
    details,
    remedy: "move them away, or skip them: damagedImages=skip in a recipe, --skip-damaged elsewhere",
    path: root,
  });
}
