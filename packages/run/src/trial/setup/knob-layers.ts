/**
 * Which layers of a network the knob turns.
 *
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { RecipeError } from "../../recipe/error.js";
import type { Recipe } from "../../recipe/schema.js";

/**
 * Resolves the recipe's choice among a network's unit layers.
 *
 * @param layers of the network, in order of computation. A stage is the part of a name before the first dot.
 * @returns names of layers, in order of computation; or all.
 * @throws {@link RecipeError} for a layer or stage that the network does not have, or more layers than it has.
 */
export function resolveKnobLayers({ knobLayers, model }: Recipe, layers: readonly string[]): "all" | readonly string[] {
  if (knobLayers === "all") return "all";
  if (Array.isArray(knobLayers)) return known(knobLayers, layers, `${model} has no unit layer`);
  if ("stages" in knobLayers) {
    const stages = new Set(known(knobLayers.stages, [...new Set(layers.map(stageOf))], `${model} has no stage`));
    return layers.filter((layer) => stages.has(stageOf(layer)));
  }
  const [[which, count]] = Object.entries(knobLayers) as [["first" | "last" | "allButLast", number]];
  if (count > layers.length - Number(which === "allButLast"))
    throw new RecipeError("the recipe", [
      `knobLayers: {${which}: ${count}} leaves no layer, or asks for too many; ${model} has ${layers.length} unit layers`,
    ]);
  return { first: layers.slice(0, count), last: layers.slice(-count), allButLast: layers.slice(0, -count) }[which];
}

function stageOf(layer: string): string {
  return layer.split(".", 1)[0] as string;
}

function known(names: readonly string[], all: readonly string[], complaint: string): readonly string[] {
  const problems = names
    .filter((name) => !all.includes(name))
    .map((name) => {
      const meant = findNearest(name, all);
      return `knobLayers: ${complaint} "${name}"; ${meant ? `did you mean "${meant}"?` : `it has ${all.join(", ")}`}`;
    });
  if (problems.length > 0) throw new RecipeError("the recipe", problems);
  return names;
}
