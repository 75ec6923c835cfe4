import { join } from "node:path";
import { liveTensors } from "@selectivity-lab/torch";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { tinyData, trialWith } from "../../../testing/src/trials.js";
import { measurePace } from "../../src/trial/measure-pace.js";
import { disposeData } from "../../src/trial/setup/prepare.js";

test("paceOf times a trial's own steps, in the time given or an epoch, and leaves nothing behind", async () => {
  const data = await tinyData(writeTinyImages(join(temporaryFolder(), "data")));
  const before = liveTensors();
  for (const seconds of [0, 60]) {
    const pace = measurePace(trialWith({}, 1), data, seconds);
    expect(pace).toBeGreaterThan(0);
    expect(pace).toBeLessThan(1e7); // images a second that no machine reaches: a clock that stood still
  }
  expect(measurePace(trialWith({ batchSize: 200 }), data, 60)).toBeGreaterThan(0); // one step only
  expect(liveTensors()).toBe(before);
  disposeData(data);
});
