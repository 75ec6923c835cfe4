import { readSweep, type TrialRow } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { listColumns, listCsvColumns } from "../../src/table/columns.js";

const layer = (name: string, selectivity: number[], selectedClass: number[]) => ({
  name,
  units: selectivity.length,
  meanSelectivity: selectivity.reduce((sum, value) => sum + value, 0) / selectivity.length,
  selectivity,
  selectedClass,
  deadUnits: selectedClass.filter((selected) => selected === -1).length,
});

async function readTable(options = {}) {
  const folder = makeSweep({ alphas: [1], seeds: [0], ...options });
  const layers = [layer("a", [0.5, 0.25, 0, 0], [3, 1, -1, -1]), layer("b", [0.125, 0.25], [0, 9])];
  if (!("failed" in options)) setOutcome(folder, trialId(1, 0), { accuracy: 0.8125, loss: 0.5, layers });
  return readSweep(folder);
}

describe("listColumns", () => {
  test("gives every format the same columns, in the exports' order and in that of table.csv", async () => {
    const table = await readTable();
    const names = listColumns(table).map(({ name }) => name);
    expect(names.join()).toBe(
      "trial,alpha,seed,state,accuracy,loss,meanSelectivity,nullSelectivity,splitHalfSelectivity,deadUnitsFraction," +
        "selectivity/a,selectivity/b,bestEpoch,parameters,seconds,liveSelectivity,epochs,attempts,cause,id",
    );
    const csv = listCsvColumns(table).map(({ name }) => name);
    expect(csv.join()).toBe(
      "alpha,seed,id,state,accuracy,loss,meanSelectivity,nullSelectivity,splitHalfSelectivity,deadUnitsFraction," +
        "selectivity/a,selectivity/b,bestEpoch,seconds,trial,parameters,liveSelectivity,epochs,attempts,cause",
    );
    expect(csv.toSorted()).toEqual(names.toSorted());
  });

  test("reads values as they are and formats them in the unit of the heading", async () => {
    const table = await readTable();
    const [row] = table.rows as [TrialRow];
    const columns = new Map(listColumns(table).map((column) => [column.name, column]));
    const show = (name: string) => {
      const column = columns.get(name);
      const value = column?.read(row);
      return [value, column?.unit, typeof value === "number" ? column?.format(value) : value];
    };
    expect(show("accuracy")).toEqual([0.8125, "%", "81.3"]);
    expect(show("deadUnitsFraction")).toEqual([2 / 6, "%", "33.3"]);
    expect(show("selectivity/a")).toEqual([0.1875, null, "0.188"]);
    expect(show("seconds")).toEqual([9.4, "s", "9.4"]);
    // live units: a (0.5 + 0.25) / 2 = 0.375, b (0.125 + 0.25) / 2 = 0.1875, mean of both
    expect(show("liveSelectivity")).toEqual([0.28125, null, "0.281"]);
  });

  test("has each measure that any network was measured by, with its null, beside the index", async () => {
    const folder = makeSweep({ alphas: [1], seeds: [0, 1] });
    const values = { splitHalf: 0, live: 0, layers: [] };
    const measures = { index: { ...values, mean: 0.5, null: 0.1 }, auc: { ...values, mean: 0.75, null: 0.5 } };
    setOutcome(folder, trialId(1, 0), { measures });
    const table = await readSweep(folder);
    const columns = listColumns(table).filter(({ name }) => /^(auc|index)/.test(name));
    expect(columns.map(({ name }) => name)).toEqual(["auc", "aucNull"]);
    const read = table.rows.map((row) => columns.map((column) => column.read(row) ?? null));
    expect(read).toEqual([
      [0.75, 0.5],
      [null, null],
    ]);
  });

  test("leaves empty what a failed trial lacks", async () => {
    const table = await readTable({ failed: [trialId(1, 0)] });
    const [row] = table.rows as [TrialRow];
    const filled = listColumns(table).filter(({ read }) => read(row) !== null && read(row) !== undefined);
    expect(filled.map(({ name }) => name)).toEqual([
      ...["trial", "alpha", "seed", "state", "epochs", "attempts", "cause", "id"],
    ]);
  });
});
