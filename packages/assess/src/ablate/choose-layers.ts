/**
 * Which layers of a network lose units.
 *
 * @module
 */
import { findNearest, LabError } from "@selectivity-lab/base";
import type { AblationScope } from "../lesions/cumulative-ablation.js";
import type { AblateOptions } from "./options.js";

/** The layers that the options name, in order of computation. @param layers of the network. @throws {@link LabError} for names that it does not have. */
export function chooseLayers(layers: readonly string[], { layers: named, stages }: AblateOptions): readonly string[] {
  const scopes = chooseScopes(layers, { layers: named, stages });
  const chosen = new Set(scopes.flatMap((scope) => scope.layers));
  return layers.filter((layer) => chosen.has(layer));
}

/**
 * Groups of layers whose units are removed at once: each layer that is named, each stage that is named; without names all layers.
 *
 * @param layers of the network, in order of computation. A stage is the part of a name before the first dot.
 * @throws {@link LabError} for names that it does not have.
 */
export function chooseScopes(
  layers: readonly string[],
  { layers: named = [], stages = [] }: Pick<AblateOptions, "layers" | "stages">,
): AblationScope[] {
  if (named.length + stages.length === 0) return [{ name: "all", layers: [...layers] }];
  const known = [...new Set(layers.map(stageOf))];
  return [
    ...named.map((name) => ({ name, layers: [requireName(name, layers, "unit layer")] })),
    ...stages.map((name) => {
      requireName(name, known, "stage");
      return { name, layers: layers.filter((layer) => stageOf(layer) === name) };
    }),
  ];
}

function stageOf(layer: string): string {
  return layer.split(".", 1)[0] as string;
}

function requireName(name: string, known: readonly string[], what: string): string {
  if (known.includes(name)) return name;
  const meant = findNearest(name, known);
  throw new LabError({
    code: "unknown-layer",
    problem: `the network has no ${what} "${name}"${meant ? `; did you mean "${meant}"?` : ""}`,
    remedy: `choose from ${known.join(", ")}`,
  });
}
