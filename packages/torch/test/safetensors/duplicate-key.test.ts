import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { duplicateKey } from "../../src/safetensors/duplicate-key.js";

describe("duplicateKey", () => {
  test.each([
    ['{"a":1,"b":2,"a":3}', "a"],
    ['{"a":{"b":1 , "b" : 2}}', "b"],
    ['{"a":1,"\\u0061":2}', "a"],
    ['[{"a":1},{"a":1}]', undefined],
    ['{"a":{"a":{"a":1}}}', undefined],
    ['{"a":"a","b":"}{\\"a\\":"}', undefined],
    ['"a"', undefined],
  ])("in %s is %s", (json, key) => {
    expect(duplicateKey(json)).toBe(key);
  });

  test("is never found in what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(2), (json, indent) => {
        expect(duplicateKey(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined();
      }),
    );
  });
});
