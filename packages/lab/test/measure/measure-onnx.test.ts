import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { liveTensors } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { type Measurement, measurementSchema } from "../../src/contracts.js";
import { exportNetwork } from "../../src/export/export.js";
import { type MeasureOptions, measure } from "../../src/measure/measure.js";
import { temporaryFolder } from "../support/folders.js";
import { writeNetwork } from "../support/networks.js";
import { writeTinyImages } from "../support/tiny-images.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const dataDirs = [at("data")];
const ours = at("ours.onnx");

beforeAll(async () => {
  writeTinyImages(at("data"), { test: 130 });
  writeNetwork(at("ours.safetensors"), { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] });
  await exportNetwork(at("ours.safetensors"), { to: "onnx", out: ours });
});

/** Numbers of float32, computed in another order. */
function expectClose(measured: Measurement, expected: Measurement): void {
  const { layers, ...rest } = measured;
  const { layers: expectedLayers, ...expectedRest } = expected;
  for (const [key, value] of Object.entries(expectedRest))
    if (typeof value === "number") expect(rest[key as keyof typeof rest], key).toBeCloseTo(value, 5);
  expect(layers.map(({ name, units, deadUnits }) => ({ name, units, deadUnits }))).toEqual(
    expectedLayers.map(({ name, units, deadUnits }) => ({ name, units, deadUnits })),
  );
  for (const [i, { name, selectivity, selectedClass }] of expectedLayers.entries()) {
    expect(layers[i]?.selectedClass, name).toEqual(selectedClass);
    for (const [unit, value] of selectivity.entries())
      expect(Math.abs((layers[i]?.selectivity[unit] as number) - value), `${name} ${unit}`).toBeLessThan(1e-5);
  }
}

describe("measure of an ONNX file", () => {
  test("of ours finds what it finds in the checkpoint, layer by layer and unit by unit", async () => {
    const measured = await measure(ours, { dataDirs });
    expect(measurementSchema.parse(measured)).toEqual(measured);
    expectClose(measured, await measure(at("ours.safetensors"), { dataDirs }));
  });
});
