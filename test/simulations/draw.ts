/** Random draws of the simulations. */
import type { Random } from "@selectivity-lab/base";

/** A standard normal number (Box & Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** A share of cases, with the number of cases. */
export interface Rate {
  readonly cases: number;
  readonly share: number;
}

/** The share of cases for which something holds. */
export function countShare<Case>(cases: readonly Case[], holds: (one: Case) => boolean): Rate {
  return { cases: cases.length, share: cases.filter(holds).length / cases.length };
}

/** The largest share that a true share may reach in this many cases: three standard deviations above it. */
export function allowUpTo(share: number, cases: number): number {
  return share + 3 * Math.sqrt((share * (1 - share)) / cases);
}
