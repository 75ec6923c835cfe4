/**
 * Twenty networks of torchvision and timm with random weights, by both exporters of PyTorch: the same layers and numbers, which are those
 * that hooks in PyTorch see. Runs where the environment variable PYTHON names a Python with torch, torchvision, timm, onnx and onnxscript;
 * takes some minutes. Made by reference/twenty_networks.py.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OnnxClassifier } from "../../src/classifier/classifier.js";
import { readOnnxFile } from "../../src/classifier/file.js";
import { reference, wave } from "../support.js";

interface Truth {
  readonly images: [number, number, number, number];
  readonly scores: readonly (readonly number[])[];
  readonly layers: readonly {
    readonly means: readonly (readonly number[])[];
    readonly selectivity: readonly number[];
  }[];
}

const script = reference("twenty_networks.py");
const python = process.env.PYTHON;
const imports = "import torch, torchvision, timm, onnx, onnxscript";
const hasAll = python !== undefined && spawnSync(python, ["-c", imports]).status === 0;
if (!hasAll)
  console.warn(
    "skipped: twenty networks by both exporters, for PYTHON names no Python with torch, torchvision, timm, onnx",
  );

const names = hasAll
  ? spawnSync(python, ["-B", script, "--list"], { encoding: "utf8" }).stdout.trim().split("\n")
  : ["none"];

/** Roundings of float32 over dozens of layers; of units that hardly answer, by the 1e-6 in the index, more. */
const MEANS = 2e-4;
const SELECTIVITY = 2e-3;

/** Of three classes of two images each, by absolute values; as in the script. */
function selectivity(rows: readonly (readonly number[])[], unit: number): number {
  const mean = (a: number, b: number) => (Math.abs(rows[a]?.[unit] ?? 0) + Math.abs(rows[b]?.[unit] ?? 0)) / 2;
  const classes = [mean(0, 1), mean(2, 3), mean(4, 5)];
  const best = Math.max(...classes);
  const rest = (classes.reduce((sum, one) => sum + one, 0) - best) / 2;
  return (best - rest) / (best + rest + 1e-6);
}

async function measure(file: string, images: Truth["images"]) {
  const [, ...shape] = images;
  const classifier = await OnnxClassifier.open(readOnnxFile(file), shape);
  const { logits, unitMeans } = await classifier.run(wave(images, 0.013));
  await classifier.close();
  const rows = (data: Float32Array, units: number) =>
    Array.from({ length: images[0] }, (_, i) => [...data.subarray(i * units, (i + 1) * units)]);
  return {
    scores: rows(logits.data, classifier.classes),
    layers: [...unitMeans.values()].map(({ data, dims }) => rows(data, dims[1] ?? 0)),
  };
}

/** The largest difference, as a share of the largest number. */
function difference(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  const [left, right] = [a.flat(), b.flat()];
  const size = Math.max(...right.map(Math.abs), 1e-6);
  return Math.max(...right.map((value, i) => Math.abs(value - (left[i] as number)))) / size;
}

describe.skipIf(!hasAll)("by both exporters has the layers, units and numbers of PyTorch", () => {
  test.each(names)(
    "%s",
    async (name) => {
      const home = mkdtempSync(join(tmpdir(), "selectivity-twenty-"));
      try {
        const { status, stderr } = spawnSync(python as string, ["-B", script, name, home], { encoding: "utf8" });
        expect(status, stderr).toBe(0);
        const truth = JSON.parse(readFileSync(join(home, "truth.json"), "utf8")) as Truth;
        const units = truth.layers.map(({ means }) => means[0]?.length);
        for (const exporter of ["classic", "dynamo"]) {
          const { scores, layers } = await measure(join(home, `${exporter}.onnx`), truth.images);
          expect(layers.map(([first]) => first?.length)).toEqual(units);
          expect(difference(scores, truth.scores), exporter).toBeLessThan(MEANS);
          for (const [i, { means, selectivity: expected }] of truth.layers.entries()) {
            expect(difference(layers[i] ?? [], means), `${exporter}, layer ${i}`).toBeLessThan(MEANS);
            const largest = Math.max(...means.flat().map(Math.abs));
            for (const [unit, value] of expected.entries())
              if (Math.max(...means.map((row) => Math.abs(row[unit] ?? 0))) > largest / 100)
                expect(Math.abs(selectivity(layers[i] ?? [], unit) - value)).toBeLessThan(SELECTIVITY);
          }
        }
      } finally {
        rmSync(home, { recursive: true });
      }
    },
    300_000,
  );
});
