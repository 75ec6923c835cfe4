/**
 * In which order the class folders of a data set are numbered.
 *
 *     text       10, 11, 2, 9      as torchvision's ImageFolder sorts them
 *     natural    2, 9, 10, 11      as timm sorts them: digits as numbers, letters whatever their case
 *     a list     any order, every class once
 *
 * @module
 */
import { findNearest } from "@selectivity-lab/base";
import { DatasetError } from "../../error.js";
import type { ClassOrder } from "../contract/kind.js";

/** Puts class names into an order. @param root of the data set, for errors. @throws DatasetError for a list of other classes. */
export function orderClasses(root: string, names: readonly string[], order: ClassOrder): string[] {
  const sorted = [...names].sort();
  if (order === "text") return sorted;
  if (order === "natural") return sorted.sort(compareNaturally);
  requireSameNames(root, sorted, order);
  return [...order];
}

/** Compares as timm's natural_key does. */
function compareNaturally(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => name.toLowerCase().split(/(\d+)/));
  for (const [i, part] of (first as string[]).entries()) {
    const other = second?.[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    const difference = i % 2 === 1 ? Number(part) - Number(other) : 0;
    if (difference !== 0) return difference;
    if (i % 2 === 0) return part < other ? -1 : 1;
  }
  return (first as string[]).length - (second as string[]).length;
}

function requireSameNames(root: string, names: readonly string[], order: readonly string[]): void {
  const refuse = (problem: string) =>
    new DatasetError({
      code: "class-order",
      problem: `${root}: the order of classes ${problem}.`,
      remedy: `list each of its ${names.length} class folders once`,
      path: root,
    });
  const twice = order.find((name, i) => order.indexOf(name) !== i);
  if (twice !== undefined) throw refuse(`names ${twice} twice`);
  const strange = order.find((name) => !names.includes(name));
  if (strange !== undefined) {
    const meant = findNearest(strange, names);
    throw refuse(`names ${strange}, which is no class${meant ? `; did you mean ${meant}?` : ""}`);
  }
  const missing = names.filter((name) => !order.includes(name));
  if (missing.length > 0) throw refuse(`lacks ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", …" : ""}`);
}
