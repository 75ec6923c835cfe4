/**
 * What units of networks are worth: every network of a sweep, or one, on worker processes.
 *
 * @module
 */
import {
  describeChangedData,
  describeOtherClasses,
  findTrainingData,
  loadPluginsFor,
  locateTrainingData,
  readCheckpoint,
  requireFit,
} from "@selectivity-lab/run";
import { findMeasure, selectMeasures } from "@selectivity-lab/selectivity";
import { loadDataset } from "@selectivity-lab/vision";
import { findSubjects, isSweep, type Subject } from "../inspect/find-subjects.js";
import { describeImages, type InspectedImages } from "../inspect/images.js";
import { type InspectionOutcome, runInspections } from "../inspections/run-inspections.js";
import { cumulativeAblation } from "../lesions/cumulative-ablation.js";
import { unitAblation } from "../lesions/unit-ablation.js";
import { type AblationTable, readNetworks } from "./ablation-table.js";
import { chooseLayers, chooseScopes } from "./choose-layers.js";
import { recordAblation } from "./find-ablations.js";
import type { AblateOptions } from "./options.js";

/** What became of an ablation. */
export interface AblationOutcome extends InspectionOutcome {
  readonly table: AblationTable;
}

/** Images on which damage is measured. */
const IMAGES = 1000;

/**
 * Removes units of networks, and measures what is lost.
 *
 * @param where a file of weights, the folder of a trial, or that of a sweep.
 * @throws LabError, CheckpointError, DatasetError or SelectivityError before anything is done, where the options make no sense.
 */
export async function runAblation(where: string, options: AblateOptions): Promise<AblationOutcome> {
  findMeasure(options.by ?? "index");
  await loadPluginsFor(where, options.plugins ?? []);
  const subjects = await findSubjects(where);
  const { images, layers, notes } = await prepareImages(subjects[0] as Subject, options);
  for (const note of notes) options.warn?.(note);
  const { by = "index", to = "zero" } = options;
  if (!options.cumulative) {
    const chosen = [...chooseLayers(layers, options)];
    const settings = { images, layers: chosen, to, measures: selectMeasures([by]).map(({ name }) => name) };
    const outcome = await runInspections(where, subjects, { inspection: unitAblation.name, settings }, options);
    const networks = readNetworks(subjects, unitAblation, settings);
    return conclude(where, outcome, { kind: "units", settings, networks, notes });
  }
  const { random = 20, steps = 10, seed = 0 } = options;
  const settings = { images, scopes: chooseScopes(layers, options), to, by, steps, random, seed };
  const outcome = await runInspections(where, subjects, { inspection: cumulativeAblation.name, settings }, options);
  const networks = readNetworks(subjects, cumulativeAblation, settings);
  return conclude(where, outcome, { kind: "cumulative", settings, networks, notes });
}

/** A sweep remembers what was asked for, so that its report shows it. */
async function conclude(where: string, outcome: InspectionOutcome, table: AblationTable): Promise<AblationOutcome> {
  if (isSweep(where)) await recordAblation(where, table);
  return { ...outcome, table };
}

interface Prepared {
  readonly images: InspectedImages;
  /** Unit layers of the network. */
  readonly layers: readonly string[];
  readonly notes: readonly string[];
}

/** Looks at the first network and the data: all networks of a sweep are of one kind. */
async function prepareImages(subject: Subject, options: AblateOptions): Promise<Prepared> {
  const checkpoint = readCheckpoint(subject.network);
  try {
    const trained = await findTrainingData(checkpoint);
    const { data = locateTrainingData(trained), split = "test", dataDirs = [], images = IMAGES } = options;
    const { damagedImages, classOrder, inputShape } = checkpoint;
    const how = { dataDirs, imageSize: inputShape[2], damagedImages, classOrder };
    const dataset = await loadDataset(data, split, { ...how, ...(options.notify && { notify: options.notify }) });
    try {
      requireFit(checkpoint, dataset);
      const notes = [describeChangedData(trained, dataset), describeOtherClasses(checkpoint, dataset)];
      return {
        images: describeImages(dataset, images),
        layers: checkpoint.network.unitLayers(),
        notes: notes.filter((note) => note !== undefined),
      };
    } finally {
      for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
    }
  } finally {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
  }
}
