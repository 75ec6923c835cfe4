import { SelectivityMeter } from "@selectivity-lab/selectivity";
import { scope, tensor } from "@selectivity-lab/torch";
import { expect, test } from "vitest";
import { createMeasurement, measurementSchema } from "../../src/index.js";

/** Unit 0 prefers class 0 (index 0.6), unit 1 is dead. */
const document = () =>
  scope(() => {
    const meter = new SelectivityMeter(tensor([0, 0, 1, 1], { dtype: "int64" }), { classes: 2 });
    meter.add(
      new Map([
        [
          "relu",
          tensor([
            [4, 0],
            [4, 0],
            [1, 0],
            [1, 0],
          ]),
        ],
      ]),
    );
    return createMeasurement(
      { accuracy: 1, loss: 0, images: 4, correct: new Uint8Array(4), selectivity: meter.result() },
      "test",
    );
  });

test("the document of a measurement has the selectivity of live units, of the network and of each layer", () => {
  const { meanSelectivity, liveSelectivity, layers } = document();
  expect(meanSelectivity).toBeCloseTo(0.3, 6);
  expect(liveSelectivity).toBeCloseTo(0.6, 6);
  expect(layers[0]?.liveSelectivity).toBe(liveSelectivity);
});

test("documents of older versions, which lack it, are still read", () => {
  const { liveSelectivity, layers, ...rest } = document();
  const older = { ...rest, layers: layers.map(({ liveSelectivity, ...layer }) => layer) };
  expect(measurementSchema.parse(older).liveSelectivity).toBeUndefined();
});
