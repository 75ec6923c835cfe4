/**
 * How a recipe names selectivity measures.
 *
 * @module
 */
import { findTrainableMeasure, selectMeasures } from "@selectivity-lab/selectivity";

/**
 * The names of the measures that a value of the recipe's key `measures` stands for, the index first. A trial's record holds the list, so
 * that a new measure changes no recorded trial.
 */
export function listMeasures(choice: string | readonly string[]): string[] {
  return selectMeasures(choice === "all" ? "all" : [choice].flat()).map(({ name }) => name);
}

/** Whether the knob can join batches with earlier ones under a measure. */
export function takesMemory(measure: string): boolean {
  return findTrainableMeasure(measure).statistic.joinsBatches;
}
