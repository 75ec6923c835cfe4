/**
 * What computed a result.
 *
 * @module
 */
import { builtLibtorch } from "@selectivity-lab/torch";
import lab from "../../package.json" with { type: "json" };

/** Versions of the lab, Node and libtorch. */
export function versions(): Record<string, string> {
  return { selectivityLab: lab.version, node: process.versions.node, libtorch: builtLibtorch()?.version ?? "none" };
}
