import { kernels } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { examineEngine } from "../../src/doctor/examine-engine.js";

describe("examineEngine", () => {
  const checks = new Map(examineEngine().map((check) => [check.name, check]));

  test("names libtorch, and computes with it", () => {
    expect(checks.get("libtorch")).toMatchObject({ state: "fine", found: expect.stringMatching(/^\d+\.\d+.* from /) });
    expect(checks.get("bridge")).toMatchObject({
      state: "fine",
      found: expect.stringMatching(/^computes, \d+ threads$/),
    });
  });

  test("names what computes convolutions, direct and by Winograd's form", () => {
    const { running } = kernels();
    const winograd = running === "baseline" ? "libtorch's too: it needs AVX2" : `our ${running} kernels`;
    expect(checks.get("convolutions")?.found).toBe(`direct: libtorch's; winograd: ${winograd}`);
  });

  test("names the kernels that run, and those that this processor could run", () => {
    const { running, supported } = kernels();
    expect(checks.get("kernels")?.found).toContain(`${running} (supported here: ${supported.join(", ")}; processor: `);
  });
});
