import type { AblationTable, UnitAblation } from "@selectivity-lab/assess";
import { describe, expect, test } from "vitest";
import { formatAblationCsv } from "../../src/ablation/ablation-csv.js";
import { summarizeAblation } from "../../src/ablation/summarize-ablation.js";
import { summarizeUnits } from "../../src/ablation/summarize-units.js";

/** Three units: the more selective, the more damage, all of it to the own class; and a dead one. */
const found: UnitAblation = {
  ...{ classes: ["a", "b, c"], images: [5, 5] },
  whole: { accuracy: 0.9, accuracyByClass: [0.8, 1], margin: 2 },
  layers: [
    {
      ...{ name: "relu", units: 4, selectedClass: [0, 1, 0, -1] },
      selectivity: { index: [0.1, 0.5, 0.9, 0], dprime: [1, 2, 0.5, 0] },
      ...{ accuracyDamage: [0.1, 0.2, 0.5, 0], marginDamage: [0.5, 1, 1.5, 0] },
      accuracyDamageByClass: [
        [0.2, 0],
        [0, 0.4],
        [1, 0],
        [0, 0],
      ],
      marginDamageByClass: [
        [1, 0],
        [0.5, 1.5],
        [4, -1],
        [0, 0],
      ],
    },
  ],
};

const settings = {
  images: { dataset: "d", split: "test", images: 10, imageSize: 8, data: {} },
  ...{ layers: ["relu"], to: "zero", measures: ["index"] },
} as const;

function tableOf(alphas: readonly (number | null)[]): AblationTable {
  const networks = alphas.map((alpha, seed) => ({
    ...{ label: "x", trial: alpha === null ? null : { id: `id${seed}`, alpha, seed } },
    result: { schema: 1 as const, key: "", settings, weights: "", found, versions: {}, seconds: 1 },
  }));
  return { kind: "units", settings, networks, notes: [] } as unknown as AblationTable;
}

describe("summarizeUnits", () => {
  test("relates selectivity and damage over units that are not dead", () => {
    expect(summarizeUnits(found, "index").layers[0]).toMatchObject({
      ...{
        accuracyDamage: 0.2,
        largestAccuracyDamage: 0.5,
        marginDamage: 0.75,
        correlation: 1,
        accuracyCorrelation: 1,
      },
      ...{ selectedMarginDamage: (1 + 1.5 + 4) / 3, otherMarginDamage: (0 + 0.5 - 1) / 3 },
    });
    expect(summarizeUnits(found, "dprime").correlation).toBeCloseTo(-0.5, 12);
  });

  test("leaves layers out of means where a number is not defined", () => {
    const flat = {
      ...found,
      layers: [...found.layers, { ...(found.layers[0] as UnitAblation["layers"][number]), marginDamage: [1, 1, 1, 1] }],
    };
    const { correlation, layers } = summarizeUnits(flat, "index");
    expect(layers[1]?.correlation).toBeNaN();
    expect(correlation).toBe(1);
  });
});

describe("summarizeAblation", () => {
  test("has an entry per alpha, ascending, with estimates over its networks", () => {
    const alphas = summarizeAblation(tableOf([1, -1, 1]));
    expect(alphas.map(({ alpha, n }) => [alpha, n])).toEqual([
      [-1, 1],
      [1, 2],
    ]);
    expect(alphas[1]?.estimates.accuracyDamage).toMatchObject({ n: 2, mean: 0.2 });
  });

  test("has none for weights whose training is not known", () => {
    expect(summarizeAblation(tableOf([null]))).toEqual([]);
  });
});

describe("an ablation as CSV", () => {
  test("has a row per unit, by class on request", () => {
    expect(
      formatAblationCsv(tableOf([1]))
        .split("\n")
        .slice(0, 2),
    ).toEqual([
      "id,alpha,seed,layer,unit,selectedClass,index,accuracyDamage,marginDamage",
      "id0,1,0,relu,0,a,0.1,0.1,0.5",
    ]);
    const [head, , second] = formatAblationCsv(tableOf([1]), { perClass: true }).split("\n");
    expect(head).toContain(',accuracyDamage:a,marginDamage:a,"accuracyDamage:b, c","marginDamage:b, c"');
    expect(second).toBe('id0,1,0,relu,1,"b, c",0.5,0.2,1,0,0.5,0.4,1.5');
  });

  test("leaves the class of a dead unit empty", () => {
    expect(formatAblationCsv(tableOf([1])).split("\n")[4]).toBe("id0,1,0,relu,3,,0,0,0");
  });
});
