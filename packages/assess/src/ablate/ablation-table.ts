/**
 * Networks under one ablation, with what was found.
 *
 * @module
 */
import { type InspectionResult, readInspection } from "../inspect/files.js";
import type { Subject } from "../inspect/find-subjects.js";
import type { Inspection, InspectionSettings } from "../inspect/inspection.js";
import type { CumulativeAblation, CumulativeAblationSettings } from "../lesions/cumulative-ablation.js";
import type { UnitAblation, UnitAblationSettings } from "../lesions/unit-ablation.js";

/** A network, and what was found; null where that is not done. */
export interface AblatedNetwork<Settings, Found> extends Pick<Subject, "label" | "trial"> {
  readonly result: InspectionResult<Settings, Found> | null;
}

/** Networks under one ablation. */
export type AblationTable = { readonly notes: readonly string[] } & (
  | {
      readonly kind: "units";
      readonly settings: UnitAblationSettings;
      readonly networks: readonly AblatedNetwork<UnitAblationSettings, UnitAblation>[];
    }
  | {
      readonly kind: "cumulative";
      readonly settings: CumulativeAblationSettings;
      readonly networks: readonly AblatedNetwork<CumulativeAblationSettings, CumulativeAblation>[];
    }
);

/** Reads what was found of some networks. */
export function readNetworks<Settings extends InspectionSettings, Found extends object>(
  subjects: readonly Subject[],
  inspection: Inspection<Settings, Found>,
  settings: Settings,
): AblatedNetwork<Settings, Found>[] {
  return subjects.map(({ label, trial, network, weights }) => ({
    ...{ label, trial },
    result: readInspection(network, inspection, settings, weights) ?? null,
  }));
}
