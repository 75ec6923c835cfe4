import { afterAll, describe, expect, test } from "vitest";
import { NativeError } from "../../src/error.js";
import { builtLibtorch } from "../../src/runtime/native.js";
import { getThreads, libtorch, requireDevice, setThreads } from "../../src/runtime/runtime.js";

const threads = getThreads();
afterAll(() => setThreads(threads));

describe("the library as a whole", () => {
  test("uses as many threads as it is told", () => {
    setThreads(2);
    expect(getThreads()).toBe(2);
    setThreads(1);
    expect(getThreads()).toBe(1);
    expect(() => setThreads(0)).toThrow("expected a whole number from 1, got 0");
  });

  test("names the libtorch it was built against", () => {
    expect(libtorch().version).toBe(builtLibtorch()?.version);
    expect(libtorch().version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("has the CPU, and refuses devices that there are not", () => {
    expect(() => requireDevice("cpu")).not.toThrow();
    expect(() => requireDevice("gpu")).toThrow(NativeError);
    expect(() => requireDevice("gpu")).toThrow('unknown device "gpu"');
  });
});
