/**
 * What the figures about ablation are drawn from.
 *
 * @module
 */
import type { AblationTable } from "@selectivity-lab/assess";
import { formatCount } from "@selectivity-lab/base";
import type { ReportData } from "../../data/report-data.js";

/** An ablation of one kind. */
export type AblationOf<Kind extends AblationTable["kind"]> = Extract<AblationTable, { kind: Kind }>;

/** The ablation of a kind; `undefined` where none was made. */
export function findAblation<Kind extends AblationTable["kind"]>(
  { ablations }: ReportData,
  kind: Kind,
): AblationOf<Kind> | undefined {
  return ablations.find((ablation): ablation is AblationOf<Kind> => ablation.kind === kind);
}

/** The networks of a sweep with a result, and their trials. */
export function listAblated<Kind extends AblationTable["kind"]>({ networks }: AblationOf<Kind>) {
  type Network = AblationOf<Kind>["networks"][number];
  type Done = Network & {
    readonly trial: NonNullable<Network["trial"]>;
    readonly result: NonNullable<Network["result"]>;
  };
  return networks.filter((network): network is Done => network.trial !== null && network.result !== null);
}

/** On what damage was measured: "the first 1000 images of the test split, units held at 0; 22 networks". */
export function describeAblated(table: AblationTable): string {
  const { images, to } = table.settings;
  const held = to === "zero" ? "0" : "their mean";
  const done = table.networks.filter(({ result }) => result !== null).length;
  return `the first ${images.images} images of the ${images.split} split, units held at ${held}; ${formatCount(done, "network")}`;
}
