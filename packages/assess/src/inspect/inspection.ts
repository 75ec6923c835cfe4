/**
 * The contract of an inspection: something found out about one network under settings that determine the result. To add one: a file that exports an
 * object of this type, and a line in `inspections/inspections.ts`.
 *
 *     TRIAL/<folder>/<name>-<key>.json          settings, weights, findings
 *     TRIAL/<folder>/<name>-<key>.safetensors   arrays that are too large for a document
 *
 * The key is a hash of the settings: different settings, different files. What is there for the same settings and weights is not done again.
 * @module
 */
import type { Checkpoint } from "@selectivity-lab/run";
import type { Tensor } from "@selectivity-lab/torch";
import type { ImageDataset, Split } from "@selectivity-lab/vision";
import type { z } from "zod";
import type { InspectedImages } from "./images.js";

/** Settings of any inspection. */
export interface InspectionSettings {
  readonly images: InspectedImages;
}

/** A network and where it is inspected. */
export interface InspectionPlace {
  readonly checkpoint: Checkpoint;
  /** `cpu` or a GPU: that of the network and of the images. */
  readonly device: string;
  /** A split of the settings' data set, whole, on the device; kept by the caller until the other one is loaded. */
  loadImages(split: Split): Promise<ImageDataset>;
  /** Aborted when the work is to end. */
  readonly stop: AbortSignal;
  onStep(done: number, of: number): void;
}

/** What was found. */
export interface Findings<Found> {
  readonly found: Found;
  /** Arrays by name; freed by the caller. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** An inspection; see the module. */
export interface Inspection<Settings extends InspectionSettings = InspectionSettings, Found extends object = object> {
  /** Kebab-case, such as `unit-ablation`: begins the names of its files. */
  readonly name: string;
  /** The folder of its files, below that of a trial. */
  readonly folder: string;
  readonly settingsSchema: z.ZodType<Settings>;
  readonly foundSchema: z.ZodType<Found>;
  /** Inspects a network. @returns `undefined` when it was stopped. */
  inspect(place: InspectionPlace, settings: Settings): Promise<Findings<Found> | undefined>;
}
