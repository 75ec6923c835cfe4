/**
 * Models of plugins.
 *
 * @module
 */
import { describeMismatch, isFunction, isListOf, isText, type Registration } from "../plugins/check-plugin.js";
import { checkFamily } from "./check-family.js";
import { ModelError } from "./error.js";
import { FAMILIES } from "./families.js";
import type { ModelFamily } from "./model.js";

/** Families with the plugin that registered each. */
const registered: { family: ModelFamily; by: string }[] = [];

/** The families that plugins have registered so far. */
export function pluginFamilies(): ModelFamily[] {
  return registered.map(({ family }) => family);
}

/**
 * Registers a family of models. A plugin that registers the same names again replaces its own family.
 *
 * @param registration.by names the plugin in errors.
 * @throws ModelError if it is not a {@link ModelFamily}, does not answer to its own names, or answers to those of another family.
 */
export function registerModel(family: ModelFamily, { by = "a plugin" }: Registration = {}): void {
  const problem = describeMismatch(family, {
    names: ["a list of names, one at least", isListOf(isText)],
    answersTo: ["a function from a name to true or false", isFunction],
    options: ["a list of names, [] for none", (value) => Array.isArray(value) && value.every(isText)],
    create: ["a function from a name and a spec to a model", isFunction],
  });
  if (problem)
    throw new ModelError({
      code: "plugin",
      problem: `registerModel: ${problem}.`,
      remedy: "pass an object of the type vision.ModelFamily",
    });
  const watched = checkFamily(family, by);
  requireOwnNames(watched);
  requireFreeNames(watched, by);
  const before = registered.findIndex(({ family: { names } }) => names.some((name) => watched.names.includes(name)));
  if (before >= 0) registered[before] = { family: watched, by };
  else registered.push({ family: watched, by });
}

function requireOwnNames({ names, answersTo }: ModelFamily): void {
  const deaf = names.find((name) => !answersTo(name));
  if (deaf !== undefined)
    throw new ModelError({
      code: "plugin",
      problem: `registerModel: answersTo("${deaf}") must return true, since names lists it.`,
      remedy: "return true for every name in names",
    });
}

/** Checks that no two families answer to the same name, since chance would decide which one is created. */
function requireFreeNames({ names, answersTo }: ModelFamily, by: string): void {
  const others = [
    ...FAMILIES.map((family) => ({ family, by: "this package" })),
    ...registered.filter((other) => other.by !== by),
  ];
  for (const { family, by: owner } of others) {
    const taken = names.find((name) => family.answersTo(name)) ?? family.names.find((name) => answersTo(name));
    if (taken !== undefined)
      throw new ModelError({
        code: "taken",
        problem: `registerModel: "${taken}" is already the name of a model of ${owner}.`,
        remedy: `choose a different name, such as "my-${taken}"`,
      });
  }
}
