import { expect, test } from "vitest";
import { studentQuantile } from "../../src/distributions/student-quantile.js";

test.each([
  [0.975, 1, 12.706205],
  [0.975, 4, 2.776445],
  [0.95, 10, 1.812461],
  [0.5, 3, 0],
])("the t below which lies %d, of %d degrees of freedom, is %d as printed in tables", (share, degrees, t) => {
  expect(studentQuantile(share, degrees)).toBeCloseTo(t, 5);
});

test("of what is no probability there is none", () => {
  expect(studentQuantile(1.5, 3)).toBeNaN();
});
