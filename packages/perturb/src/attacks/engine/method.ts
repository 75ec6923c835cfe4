/**
 * The contract of an attack. To add one, write a file that exports an {@link AttackMethod}, and add a line to `methods.ts`; names,
 * help texts and the conformance suite follow from that list.
 *
 * A method sees the network only through the {@link AttackState}: it chooses points, and the state evaluates them, keeps the
 * worst, and removes the images that are broken.
 *
 *     run(state, restart) {
 *       let active = state.start();
 *       for (let step = 1; step <= state.plan.steps && active.rows.length > 0; step++) {
 *         active = advance(active, (now) => state.score({ ...now, points: … }));
 *         state.report(restart, step);
 *       }
 *     }
 *
 * @module
 */
import type { AttackFacts } from "./attack-plan.js";
import type { AttackState } from "./attack-state.js";

/** An attack: what it is, and how it is run. */
export interface AttackMethod extends AttackFacts {
  /** Attacks every image that is not broken yet, once. */
  run(state: AttackState, restart: number): void;
}
