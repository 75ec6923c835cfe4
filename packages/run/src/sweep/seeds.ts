/**
 * Which alphas and seeds a sweep has: those that were requested, those that are there already, those that its rule adds.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { completeRecordedRecipe } from "../recipe/load.js";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import type { StoppingRule } from "../records/stopping-rule.js";
import { type Sweep, selectRecordedData } from "../records/sweep.js";
import type { SweepTable } from "../records/sweep-table.js";
import type { Trial } from "../records/trial.js";
import { StoppingRuleError } from "../stopping/error.js";
import { judgeStopping } from "../stopping/judge.js";
import { firstSeeds, widthText, withNextSeeds } from "../stopping/rule.js";
import { listTrials } from "../trial/trial.js";
import { rewriteSweep, sweepIn } from "./folder.js";

/** A sweep as it is to be: its recipe with all alphas and seeds, and its rule, if any. */
export interface Extent {
  readonly recipe: Recipe;
  readonly until: Sweep["until"];
}

/**
 * From what is asked for to what the sweep in the folder comes to by it.
 *
 * A sweep that has a rule keeps it, and the seeds that were added by it. Where alphas, seeds or rule contradict what is there,
 * they are left as asked for: opening the folder will say so.
 *
 * @param options.extend add what is asked for to what is there.
 * @throws {@link StoppingRuleError} where the rule does not fit.
 */
export async function resolveExtent(
  recipe: Recipe,
  { folder, until: askedRule, extend = false }: { folder: string; until?: StoppingRule | undefined; extend?: boolean },
): Promise<Extent> {
  const present = await sweepIn(folder);
  const asked = present ? withCountsOf(present.recipe, recipe) : recipe;
  if (extend && present) return extended(asked, present);
  const rule = askedRule ?? present?.until;
  if (!rule) return { recipe: asked, until: undefined };
  const first = firstSeeds(asked, rule);
  if (present?.until && [present.until.firstSeeds, present.seeds].some((seeds) => isDeepStrictEqual(seeds, first)))
    return { recipe: { ...asked, seed: present.seeds }, until: { ...rule, firstSeeds: present.until.firstSeeds } };
  return { recipe: { ...asked, seed: first }, until: { ...rule, firstSeeds: first } };
}

/** A sweep keeps its split of the images: what was exact when it began is not an upper bound now. */
function withCountsOf({ dataset, countsAtMost = [] }: Partial<Recipe>, recipe: Recipe): Recipe {
  return dataset === recipe.dataset ? { ...recipe, countsAtMost } : recipe;
}

/** What is there with what is asked for; but seeds are added to a sweep with a rule by its rule alone: it would mean nothing else. */
function extended(asked: Recipe, { alphas, seeds, until }: Sweep): Extent {
  const more = listSeeds(asked).filter((seed) => !seeds.includes(seed));
  if (until && more.length > 0)
    throw new StoppingRuleError({
      problem: `this sweep adds its seeds by the rule "${until.rule}", at most ${until.maxSeeds}; received more seeds: ${more.join(", ")}`,
      remedy: "leave them out, or start another sweep with --out",
    });
  return {
    recipe: { ...asked, alpha: [...alphas, ...listAlphas(asked)], seed: [...seeds, ...listSeeds(asked)] },
    until,
  };
}

/**
 * Adds a seed to a sweep whose trials have all ended, where its rule asks for one.
 *
 * @returns all trials; null where there is nothing to add.
 */
export async function addSeed(table: SweepTable, notify: (line: string) => void): Promise<Trial[] | null> {
  const state = judgeStopping(table);
  const isWhole = table.rows.every((row) => row.state === "done" || row.state === "diverged");
  if (!state || !isWhole || state.satisfied || state.spent) return null;
  const { folder, sweep } = table;
  const present = (await sweepIn(folder)) ?? sweep;
  const file = `${folder}/sweep.json`;
  const data = selectRecordedData(present.data);
  if (present.seeds.length > sweep.seeds.length) return listTrials(completeRecordedRecipe(present.recipe, file), data); // another process was first
  const seeds = withNextSeeds(sweep.seeds, sweep.seeds.length + 1);
  const recipe = { ...completeRecordedRecipe(sweep.recipe, file), seed: seeds };
  const trials = listTrials(recipe, data);
  await rewriteSweep(folder, {
    ...present,
    recipe,
    seeds,
    trials: trials.map(({ id, alpha, seed }) => ({ id, alpha, seed })),
  });
  notify(`${stoppingText(state)}; adding seed ${seeds.at(-1)}`);
  return trials;
}

/** State of a sweep with respect to its rule, in a line. */
export function stoppingText({ rule, widest, withoutNetworks }: NonNullable<ReturnType<typeof judgeStopping>>): string {
  const wanted = `wanted below ${widthText(rule, rule.width)}`;
  const found = widest
    ? `widest 95% interval of ${rule.outcome}: ${widthText(rule, widest.width)}, at alpha ${widest.alpha} (n = ${widest.n}); ${wanted}`
    : `no interval of ${rule.outcome} yet; ${wanted}`;
  const without = withoutNetworks.length > 0 ? `; all networks diverged at alpha ${withoutNetworks.join(", ")}` : "";
  return `${found}${without}`;
}
