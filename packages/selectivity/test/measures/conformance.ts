/**
 * The conformance suite of a selectivity measure: what {@link SelectivityMeasure} promises, tested for any implementation.
 *
 *     testSelectivityMeasure(myMeasure);
 *
 * @module
 */
import { Random } from "@selectivity-lab/base";
import { mean, permuteValues } from "@selectivity-lab/statistics";
import { gradients, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { labelTensor } from "../../../testing/src/tensors.js";
import {
  type ClassCount,
  type Counted,
  isTrainable,
  type MeasuredNetwork,
  type SelectivityMeasure,
  SelectivityMeter,
  type TrainableMeasure,
} from "../../src/index.js";
import { CapturedTerm } from "../../src/knob/captured-term.js";
import { selectivityTerm } from "../../src/knob/selectivity-term.js";

/** Responses of some units to some images. */
interface Responses {
  readonly labels: readonly number[];
  readonly classes: number;
  /** `[N][U]`. */
  readonly rows: readonly (readonly number[])[];
}

/** Exponential responses; unit u responds 1 + u times as strongly to class u, so that unit 0 does not depend on the class. */
function drawResponses({ classes = 4, perClass = 40, units = 4, seed = 0, gain = 1 } = {}): Responses {
  const random = new Random(seed, "test");
  const labels = Array.from({ length: classes * perClass }, (_, image) => image % classes);
  const respond = (label: number, unit: number) =>
    (0.1 - Math.log(1 - random.uniform())) * (label === unit ? 1 + gain * unit : 1);
  return {
    labels,
    classes,
    rows: labels.map((label) => Array.from({ length: units }, (_, unit) => respond(label, unit))),
  };
}

function mapResponses({ rows, ...rest }: Responses, change: (value: number, unit: number) => number): Responses {
  return { ...rest, rows: rows.map((row) => row.map(change)) };
}

const asTensor = ({ rows }: Responses) =>
  tensor(
    rows.map((row) => [...row]),
    { dtype: "float64" },
  );

/** The measure of each unit, from the statistic collected in one go. */
function estimateUnits(measure: SelectivityMeasure, responses: Responses, labels = responses.labels): number[] {
  return scope(() => {
    const units = responses.rows[0]?.length ?? 0;
    const collector = measure.statistic.collect({
      labellings: [Int32Array.from(labels)],
      classes: responses.classes,
      units,
    });
    collector.add(0, Float64Array.from(responses.rows.flat()));
    return numbers(measure.estimate(collector.results(new Float64Array(units))[0] as Counted<ClassCount>));
  });
}

function measureNetwork(measure: SelectivityMeasure, responses: Responses, { batch = 1000, permutations = 10 } = {}) {
  return scope(() => {
    const { labels, classes } = responses;
    const meter = new SelectivityMeter(labelTensor(labels), { classes, measures: [measure], permutations });
    const units = asTensor(responses);
    for (let first = 0; first < labels.length; first += batch)
      meter.add(new Map([["layer", units.narrow(0, first, Math.min(batch, labels.length - first))]]));
    return meter.result().measures[measure.name];
  });
}

/** Tests a measure against its contract. */
export function testSelectivityMeasure(measure: SelectivityMeasure): void {
  describe(`selectivity measure "${measure.name}"`, () => {
    testDescription(measure);
    testValues(measure);
    testMeter(measure);
    if (isTrainable(measure)) testTraining(measure);
  });
}

function testDescription({ name, symbol, title, meaning, source, range }: SelectivityMeasure): void {
  test("is described in full", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*[^.]\.$/);
    for (const text of [symbol, title, source]) expect(text.trim()).not.toBe("");
    expect(range[0]).toBeLessThan(range[1]);
  });
}

function testValues(measure: SelectivityMeasure): void {
  test("lies in its range, or is undefined", () => {
    const [lowest, highest] = measure.range;
    let defined = 0;
    for (let seed = 0; seed < 25; seed++)
      for (const value of estimateUnits(
        measure,
        drawResponses({ seed, perClass: [1, 2, 3, 5, 40][seed % 5] as number }),
      )) {
        if (Number.isNaN(value)) continue;
        expect(value).toBeGreaterThanOrEqual(lowest - 1e-12); // rounding, where all class means are the same
        expect(value).toBeLessThanOrEqual(highest + 1e-12);
        defined++;
      }
    expect(defined).toBeGreaterThanOrEqual(20); // those of 160 images at least
  });

  test(`${measure.scaleInvariant ? "does not change" : "changes"} when responses are scaled`, () => {
    const responses = drawResponses();
    const plain = estimateUnits(measure, responses);
    const scaled = estimateUnits(
      measure,
      mapResponses(responses, (value) => 20 * value),
    );
    if (measure.scaleInvariant)
      expectClose(scaled, plain, { rtol: 1e-4 }); // a constant that guards dead units is not scaled
    else expect(scaled).not.toEqual(plain);
  });

  test("does not change when classes are renamed", () => {
    const responses = drawResponses();
    const renamed = responses.labels.map((label) => (label * 3 + 1) % responses.classes);
    expectClose(estimateUnits(measure, responses, renamed), estimateUnits(measure, responses), { rtol: 1e-9 });
  });

  test(`is ${measure.deadUnit} for a dead unit`, () => {
    const responses = mapResponses(drawResponses(), (value, unit) => (unit === 1 ? 0 : value));
    const { layers, deadUnits } = measureNetwork(measure, responses) as MeasuredNetwork;
    expect(layers[0]?.selectivity[1]).toBe(measure.deadUnit);
    expect(deadUnits).toBe(1);
  });

  test("is finite for two classes, the fewest there are", () => {
    for (const value of estimateUnits(measure, drawResponses({ classes: 2 })))
      expect(Number.isFinite(value)).toBe(true);
  });

  test("is larger for a unit that prefers a class than for one that does not", () => {
    const drawn = drawResponses({ perClass: 200, units: 2, gain: 0 });
    const rows = drawn.rows.map(([first = 0, second = 0], image) => [
      first,
      second + (drawn.labels[image] === 1 ? 50 : 0),
    ]);
    const [indifferent, selective] = estimateUnits(measure, { ...drawn, rows });
    expect(selective).toBeGreaterThan(indifferent as number);
  });
}

function testMeter(measure: SelectivityMeasure): void {
  test("is in the meter what it is computed directly, whatever the batch size", () => {
    const responses = drawResponses();
    const direct = estimateUnits(measure, responses);
    for (const batch of [1, 7, 1000])
      expect(measureNetwork(measure, responses, { batch })?.layers[0]?.selectivity).toEqual(direct);
  });

  test("has the null of permuted labels: that of units which do not depend on the class", () => {
    const indifferent = drawResponses({ units: 30, gain: 0 });
    const random = new Random(1, "test");
    const permuted = Array.from({ length: 20 }, () =>
      mean(estimateUnits(measure, indifferent, [...permuteValues(Int32Array.from(indifferent.labels), random)])),
    );
    const spread = Math.max(...permuted) - Math.min(...permuted); // 20 draws span about 3.7 standard deviations
    const { nullSelectivity, meanSelectivity } = measureNetwork(measure, indifferent) ?? {};
    for (const value of [nullSelectivity, meanSelectivity])
      expect(Math.abs((value as number) - mean(permuted))).toBeLessThanOrEqual(spread); // both 0 for a measure of 0 or 1
  });

  test.runIf(measure.estimateAcross)(
    "does not judge indifferent units more selective across halves than on all images",
    () => {
      const { splitHalfSelectivity, meanSelectivity } =
        measureNetwork(measure, drawResponses({ units: 30, gain: 0 })) ?? {};
      if (meanSelectivity === 0)
        expect(splitHalfSelectivity).toBe(0); // of measures that are 0 or 1
      else expect(splitHalfSelectivity).toBeLessThan(meanSelectivity as number);
    },
  );

  test.skipIf(measure.estimateAcross)("has no split half", () => {
    expect(measureNetwork(measure, drawResponses())?.splitHalfSelectivity).toBeNaN();
  });
}

function testTraining(measure: TrainableMeasure): void {
  const responses = drawResponses({ classes: 3, perClass: 3 });
  const labels = labelTensor(responses.labels);
  const eager = (units: Tensor, classes = 5) =>
    selectivityTerm(new Map([["layer", units]]), labels, { classes, measure }).selectivity as Tensor;
  const captured = (units: Tensor, of = labels) => {
    const term = new CapturedTerm({ classes: 5, measure });
    const value = term.compute(new Map([["layer", units]]), of);
    term.dispose();
    return value;
  };

  test("is in training what it is in the meter", () => {
    expectClose(eager(asTensor(responses)), [mean(estimateUnits(measure, responses))], { rtol: 1e-12 });
  });

  test("has the gradient of central differences", () => {
    gradcheck(eager, asTensor(responses));
    gradcheck(captured, asTensor(responses));
  });

  test("is the same number, with the same gradient, in a captured graph, absent classes included", () => {
    const units = asTensor(responses).requireGrad();
    const [expected, received] = [eager(units), captured(units)];
    expectClose(received, expected, { rtol: 1e-12 });
    const [before, after] = [expected, received].map((value) => gradients([value], [units])[0] as Tensor);
    expectClose(after as Tensor, before as Tensor, { rtol: 1e-9, atol: 1e-12 });
  });

  test("is 0 with a gradient of 0 in a captured graph if a batch has a single class", () => {
    const units = asTensor(responses).requireGrad();
    const value = captured(units, labelTensor(responses.labels.map(() => 2)));
    expect(value.item()).toBe(0);
    for (const slope of numbers(gradients([value], [units])[0] as Tensor)) expect(Math.abs(slope)).toBe(0);
  });

  test("pulls a dead unit by a finite amount", () => {
    const units = asTensor(mapResponses(responses, (value, unit) => (unit === 0 ? 0 : value))).requireGrad();
    for (const term of [eager(units), captured(units)])
      for (const slope of numbers(gradients([term], [units])[0] as Tensor)) expect(Number.isFinite(slope)).toBe(true);
  });
}
