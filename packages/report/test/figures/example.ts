/**
 * A sweep whose every number is round, so that what figures plot can be computed by hand: three alphas, three seeds, two layers,
 * two epochs, corruptions and attacks.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  AblationTable,
  AttackAssessment,
  CorruptionAssessment,
  RobustnessRow,
  RobustnessTable,
} from "@selectivity-lab/assess";
import { readHistory, type SweepHistory } from "@selectivity-lab/run";
import { expect } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { createReportData, type ReportData } from "../../src/data/report-data.js";
import { drawFigure, type Figure, type FigureDefinition } from "../../src/figures/contract/figure.js";

export const ALPHAS = [-1, 0, 1] as const;
export const SEEDS = [0, 1, 2] as const;

/** By alpha, then seed. */
export const ACCURACY = { "-1": [0.8, 0.82, 0.84], "0": [0.7, 0.74, 0.78], "1": [0.6, 0.6, 0.66] } as const;
export const SELECTIVITY = { "-1": [0.1, 0.12, 0.14], "0": [0.2, 0.2, 0.2], "1": [0.3, 0.4, 0.5] } as const;
/** Validation accuracy of both epochs is this plus alpha / 10, the same for all seeds. */
export const EPOCHS = [0.5, 0.75] as const;

const key = (alpha: number) => String(alpha) as keyof typeof ACCURACY;

/** Reads the example, with its robustness where asked for. */
export async function readExample({ evaluated = false, pooled = false } = {}): Promise<ReportData> {
  const folder = makeSweep({ alphas: ALPHAS, seeds: SEEDS });
  for (const alpha of ALPHAS)
    for (const seed of SEEDS) {
      const meanSelectivity = SELECTIVITY[key(alpha)][seed];
      setOutcome(folder, trialId(alpha, seed), {
        accuracy: ACCURACY[key(alpha)][seed],
        meanSelectivity,
        splitHalfSelectivity: 0.09 + alpha / 100,
        nullSelectivity: 0.01,
        layers: [createLayer("first", meanSelectivity / 2), createLayer("last", meanSelectivity * 1.5)],
      });
      writeCurve(join(folder, "trials", trialId(alpha, seed), "metrics.jsonl"), alpha, seed);
    }
  const table = await readHistory(folder);
  return createReportData(table, evaluated ? { robustness: evaluate(table), ablations: ablate(table) } : {}, {
    pooled,
  });
}

const CLASSES = ["cat", "dog"];
const ablationImages = { dataset: "example", split: "test", images: 100, imageSize: 8, data: {} } as const;

/** Two units a layer, one for each class: damage is the index, all of it to the class, and none at alpha -1. */
export function ablate(table: SweepHistory): AblationTable[] {
  const about = { schema: 1 as const, key: "", weights: "", versions: {}, seconds: 1 };
  const unitSettings = { images: ablationImages, layers: ["first", "last"], to: "zero" as const, measures: ["index"] };
  const unitNetworks = table.rows.map(({ id, alpha, seed }) => {
    const layers = ["first", "last"].map((name, i) => {
      const selectivity = { index: [0.1 + 0.1 * i, 0.4 + 0.1 * seed] };
      const damage = selectivity.index.map((value) => (alpha < 0 ? 0 : value));
      const byClass = damage.map((value, unit) => CLASSES.map((_, label) => (label === unit ? 2 * value : 0)));
      return {
        ...{ name, units: 2, selectivity, selectedClass: [0, 1], accuracyDamage: damage, marginDamage: damage },
        ...{ accuracyDamageByClass: byClass, marginDamageByClass: byClass },
      };
    });
    const whole = { accuracy: 0.9, accuracyByClass: [0.9, 0.9], margin: 1 };
    const found = { classes: CLASSES, images: [50, 50], whole, layers };
    return { label: "", trial: { id, alpha, seed }, result: { ...about, settings: unitSettings, found } };
  });
  const scopes = [{ name: "all", layers: ["first", "last"] }];
  const settings = {
    ...{ images: ablationImages, scopes, to: "mean" as const, by: "index", steps: 2, random: 1, seed: 0 },
  };
  const networks = table.rows.map(({ id, alpha, seed }) => {
    const curve = (half: number) => ({ accuracy: [0.9, half, 0.1], accuracyByClass: [], area: 0.5 });
    const curves = { selective: curve(0.3 + alpha / 10), unselective: curve(0.7), random: [curve(0.5)] };
    const found = {
      ...{ classes: CLASSES, images: [50, 50] },
      scopes: [{ ...(scopes[0] as (typeof scopes)[number]), units: 4, fractions: [0, 0.5, 1], ...curves }],
    };
    return { label: "", trial: { id, alpha, seed }, result: { ...about, settings, found } };
  });
  return [
    { kind: "units", settings: unitSettings, networks: unitNetworks, notes: [] },
    { kind: "cumulative", settings, networks, notes: [] },
  ] as AblationTable[];
}

function createLayer(name: string, meanSelectivity: number) {
  return { name, units: 1, meanSelectivity, selectivity: [meanSelectivity], selectedClass: [0], deadUnits: 0 };
}

function writeCurve(file: string, alpha: number, seed: number): void {
  const lines = EPOCHS.map((accuracy, index) => ({
    ...{ epoch: index + 1, step: 10 * (index + 1), time: 1_790_000_000 + index, attempt: 1 },
    ...{ "train/loss": alpha === 1 && seed === 2 && index === 1 ? "NaN" : 2 - index, "train/accuracy": 0.5 },
    ...{ "val/loss": 1, "val/accuracy": accuracy + alpha / 10, "selectivity/mean": 0.25, "time/imagesPerSecond": 1 },
  }));
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Corrupted accuracy is clean accuracy minus 0.2 at severity 1 and 0.4 at severity 5, plus 0.1 · alpha at severity 5. */
export function evaluate(table: SweepHistory): RobustnessTable {
  const rows = table.rows.map(({ id, alpha, seed, result }): RobustnessRow => {
    const clean = result?.test?.accuracy as number;
    const cells = [
      { corruption: "fog", severity: 1, accuracy: clean - 0.2, loss: 1 },
      { corruption: "fog", severity: 5, accuracy: clean - 0.4 + 0.1 * alpha, loss: 1 },
    ];
    const meanCorruptedAccuracy = clean - 0.3 + 0.05 * alpha;
    const curve = [1, 2].map((levels) => ({ epsilon: levels / 255, accuracy: clean / (2 * levels), byAttack: {} }));
    const areaUnderCurve = (clean + clean / 2) / 4 + (clean / 2 + clean / 4) / 4;
    return {
      ...{ id, alpha, seed, label: `alpha ${alpha} seed ${seed}` },
      ...{ accuracy: clean, selectivity: result?.test?.meanSelectivity as number },
      ...{ liveSelectivity: result?.test?.meanSelectivity as number, deadUnitsFraction: 0 },
      corruptions: {
        clean: { accuracy: clean },
        cells,
        metrics: { meanCorruptedAccuracy },
      } as unknown as CorruptionAssessment,
      attacks: {
        clean: { accuracy: clean },
        curve,
        metrics: { areaUnderCurve },
        checks: null,
      } as unknown as AttackAssessment,
    };
  });
  const corruptions = { images: 100, corruptions: ["fog"], severities: [1, 5] };
  const attacks = { images: 50, norm: "linf", attacks: [{ name: "pgd" }], epsilons: [1 / 255, 2 / 255] };
  return {
    run: { schema: 1, classes: 10, corruptions, attacks } as unknown as RobustnessTable["run"],
    examples: null,
    rows,
  };
}

/** A panel or layer of a specification, as plain data. */
export interface Drawn {
  readonly layer?: readonly Drawn[];
  readonly data?: { readonly values: readonly Record<string, unknown>[] };
  readonly mark?: { readonly type?: string; readonly style?: string };
  readonly encoding?: Record<string, { readonly scale?: { readonly domain?: unknown }; readonly datum?: unknown }>;
}

/** Draws a figure of the example. @returns its panels. */
export async function drawExample(definition: FigureDefinition, options = {}): Promise<Drawn[]> {
  return listPanels(drawFigure(definition, await readExample(options)));
}

/** The panels of a figure. */
export function listPanels(figure: Figure): Drawn[] {
  return ("hconcat" in figure ? figure.hconcat : figure.vconcat) as unknown as Drawn[];
}

/** The layer of a panel that is drawn in a style. */
export function findLayer(panel: Drawn | undefined, style: string): Drawn {
  const found = panel?.layer?.find(({ mark }) => mark?.style === style);
  if (!found) throw new Error(`no layer of style ${style}`);
  return found;
}

/** Some fields of the values that a layer plots, in their order. */
export function readValues({ data }: Drawn, ...fields: readonly string[]): unknown[][] {
  return (data?.values ?? []).map((value) => fields.map((field) => value[field]));
}

/** A number that may differ from the one computed by hand in its last digits: sums of decimal fractions are not exact. */
export const near = (value: number): unknown => expect.closeTo(value, 9);
