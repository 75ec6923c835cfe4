/**
 * Which attacks an evaluation runs: known before any work, because some need more classes, another norm, or a second network.
 *
 * An attack that the user named and that cannot run is an error; of the default ones it is left out, and named.
 *
 * @module
 */
import { checkAttackOptions, describeAttackObstacle } from "@selectivity-lab/perturb";
import { RobustnessError } from "../error.js";
import { parseAttacks } from "./attack-words.js";
import type { AttackChoiceSettings, AttackSettings } from "./contracts.js";
import { DEFAULT_ATTACKS, type RobustnessOptions } from "./options.js";

/** What decides whether an attack can run. */
export interface AttackedSetting extends Pick<AttackSettings, "norm" | "epsilons"> {
  /** The data set, for messages. */
  readonly dataset: string;
  readonly classes: number;
  /** For each network, whether there is another one on which to compute transfer attacks. */
  readonly hasSource: readonly { readonly label: string; readonly isThere: boolean }[];
}

/** The attacks that run, and lines about those that do not. */
export interface ChosenAttacks {
  readonly attacks: readonly AttackChoiceSettings[];
  readonly notes: readonly string[];
}

/** Chooses attacks. @throws {@link RobustnessError} for an attack that was named and cannot run. @throws AttackError for impossible steps or restarts. */
export function chooseAttacks(
  { attacks: asked }: Pick<RobustnessOptions, "attacks">,
  setting: AttackedSetting,
): ChosenAttacks {
  const choices = parseAttacks(asked ?? DEFAULT_ATTACKS);
  const obstacles = choices.flatMap((choice) => {
    const why = describeAttackObstacle(choice.attack, setting);
    return why === undefined
      ? []
      : [
          {
            choice,
            why: `it ${why.needs}, and ${why.subject === "norm" ? `the norm is ${setting.norm}` : `${setting.dataset} has ${setting.classes}`}`,
          },
        ];
  });
  if (asked && obstacles.length > 0) throw refuse(obstacles[0] as Obstacle);
  const attacks = choices.filter((choice) => !obstacles.some((obstacle) => obstacle.choice === choice));
  for (const choice of attacks) requireOptions(choice, setting);
  const lines = obstacles.map(({ choice, why }) => `${choice.name} is left out: ${why}`);
  return { attacks, notes: [...lines, ...checkSources(attacks, asked !== undefined, setting)] };
}

interface Obstacle {
  readonly choice: AttackChoiceSettings;
  readonly why: string;
}

function refuse({ choice, why }: Obstacle): RobustnessError {
  return new RobustnessError({
    code: "attack-cannot-run",
    problem: `attacks: ${choice.name} cannot run: ${why}`,
    remedy: "leave it out of --attacks",
  });
}

function requireOptions(
  { attack, steps, restarts }: AttackChoiceSettings,
  { norm, epsilons, classes }: AttackedSetting,
) {
  for (const epsilon of epsilons)
    checkAttackOptions(classes, { attack, norm, epsilon, steps: steps ?? undefined, restarts });
}

/** Transfer attacks need another network; a network without one is spared them. */
function checkSources(
  attacks: readonly AttackChoiceSettings[],
  isAsked: boolean,
  { hasSource }: AttackedSetting,
): string[] {
  const transfers = attacks.filter(({ transfer }) => transfer).map(({ name }) => name);
  const alone = hasSource.filter(({ isThere }) => !isThere);
  if (transfers.length === 0 || alone.length === 0) return [];
  const names = transfers.join(", ");
  const isForNone = alone.length === hasSource.length;
  const where = isForNone ? "" : ` for ${alone.map(({ label }) => label).join(", ")}`;
  if (transfers.length === attacks.length || (isAsked && isForNone))
    throw new RobustnessError({
      code: "attack-cannot-run",
      problem: `attacks: ${names} cannot run${where}: there is no other control on which to compute it`,
      remedy:
        isForNone && hasSource.length === 1
          ? "evaluate a sweep, or leave it out of --attacks"
          : "add another attack, or another seed to the sweep",
    });
  return [`${names} is left out${where}: there is no other control on which to compute it`];
}
