/**
 * The columns of the table of trials. This one list makes table.csv, the exported tables and the table of the report.
 *
 *     file      CSV, JSON lines, Parquet: `name`, and the value with all its digits
 *     page      `title`, `unit`, and the value as `format` writes it
 *
 * A new column is one entry here: every format then has it, behind the columns that it already had.
 * @module
 */
import { formatDecimal } from "@selectivity-lab/base";
import {
  computeDeadUnitsFraction,
  computeLiveSelectivity,
  type Measurement,
  type SweepTable,
  type TrialRow,
} from "@selectivity-lab/run";
import { listLayers } from "./layer-names.js";

/** A value of a table; null or undefined where a trial lacks it. */
export type CellValue = string | number | null | undefined;

/** What a column holds; whole numbers stay whole where a format knows them. */
export type ColumnType = "text" | "number" | "integer";

/** One column of the table of trials. */
export interface Column {
  /** Name in files; it stays as it is, because scripts read it. */
  readonly name: string;
  /** Heading for people, without the unit. */
  readonly title: string;
  readonly type: ColumnType;
  /** Unit of the formatted value; null for text, counts and numbers without one. */
  readonly unit: "%" | "s" | null;
  /** `all`: shown wherever the table is shown; `files`: repeats another column under an older name. */
  readonly shown: "all" | "files";
  /** Reads the value of a trial, in the unit of files: shares are 0..1. */
  read(row: TrialRow): CellValue;
  /** Writes a number for people, in `unit`. */
  format(value: number): string;
}

type Measured = (test: Measurement) => number | null;

/** Columns of a sweep's trials, in the order of the exports and of the report. */
export function listColumns(table: SweepTable): Column[] {
  return [
    text("trial", "trial", ({ id }) => id),
    number("alpha", "alpha", ({ alpha }) => alpha),
    integer("seed", "seed", ({ seed }) => seed),
    text("state", "state", ({ state }) => state),
    ofTest("accuracy", "accuracy", (test) => test.accuracy, PERCENT),
    ofTest("loss", "loss", (test) => test.loss, THREE),
    ofTest("meanSelectivity", "selectivity", (test) => test.meanSelectivity, THREE),
    ofTest("nullSelectivity", "null", (test) => test.nullSelectivity, THREE),
    ofTest("splitHalfSelectivity", "split-half", (test) => test.splitHalfSelectivity, THREE),
    ofTest("deadUnitsFraction", "dead units", computeDeadUnitsFraction, PERCENT),
    ...listLayers(table).map((layer) =>
      ofTest(`${LAYER}${layer}`, layer, (test) => findLayerSelectivity(test, layer), THREE),
    ),
    integer("bestEpoch", "best epoch", ({ result }) => result?.bestEpoch),
    integer("parameters", "parameters", ({ result }) => result?.parameters),
    number("seconds", "time", ({ result }) => result?.seconds, SECONDS),
    ofTest("liveSelectivity", "selectivity of live units", computeLiveSelectivity, THREE),
    ...listMeasures(table).flatMap((name) => [
      ofTest(name, name, ({ measures }) => measures?.[name]?.mean ?? null, THREE),
      ofTest(`${name}Null`, `${name} null`, ({ measures }) => measures?.[name]?.null ?? null, THREE),
    ]),
    integer("epochs", "epochs", ({ epochs }) => epochs),
    integer("attempts", "attempts", ({ attempts }) => attempts),
    // the cause of a lost trial counts seconds, and a table must not depend on the clock
    text("cause", "cause", ({ state, cause }) => (state === "lost" ? null : cause)),
    { ...text("id", "trial", ({ id }) => id), shown: "files" },
  ];
}

/** Columns in the order of table.csv, which began with alpha, called the trial `id`, and had no parameters. */
export function listCsvColumns(table: SweepTable): Column[] {
  const columns = listColumns(table);
  const rank = ({ name }: Column) => {
    const place = CSV_ORDER.indexOf(name.startsWith(LAYER) ? LAYER : name);
    return place < 0 ? CSV_ORDER.length : place;
  };
  return columns.toSorted((a, b) => rank(a) - rank(b)); // stable: layers, and new columns, keep their order
}

/** Measures of selectivity beside the index that any trial's result has, in the order of its record. */
function listMeasures({ rows }: SweepTable): string[] {
  const names = rows.flatMap(({ result }) => Object.keys(result?.test?.measures ?? {}));
  return [...new Set(names)].filter((name) => name !== "index");
}

/** Prefix of the columns that hold one layer's mean selectivity. */
const LAYER = "selectivity/";

/** How table.csv has always begun. */
const CSV_ORDER: readonly string[] = [
  ...["alpha", "seed", "id", "state", "accuracy", "loss", "meanSelectivity", "nullSelectivity"],
  ...["splitHalfSelectivity", "deadUnitsFraction", LAYER, "bestEpoch", "seconds"],
];

type Writing = Pick<Column, "unit" | "format">;

const PLAIN: Writing = { unit: null, format: String };
const THREE: Writing = { unit: null, format: (value) => formatDecimal(value, 3) };
const PERCENT: Writing = { unit: "%", format: (share) => formatDecimal(100 * share, 1) };
const SECONDS: Writing = { unit: "s", format: (value) => formatDecimal(value, 1) };

function text(name: string, title: string, read: Column["read"]): Column {
  return { name, title, type: "text", shown: "all", read, ...PLAIN };
}

function number(name: string, title: string, read: Column["read"], writing = PLAIN): Column {
  return { name, title, type: "number", shown: "all", read, ...writing };
}

/** A column of counts and other whole numbers. */
function integer(name: string, title: string, read: Column["read"]): Column {
  return { ...number(name, title, read), type: "integer" };
}

/** A column of what was measured on the test split; empty for a trial without a measurement. */
function ofTest(name: string, title: string, read: Measured, writing: Writing): Column {
  return number(name, title, ({ result }) => result?.test && read(result.test), writing);
}

function findLayerSelectivity({ layers }: Measurement, layer: string): number | null {
  return layers.find(({ name }) => name === layer)?.meanSelectivity ?? null;
}
