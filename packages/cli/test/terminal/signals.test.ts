import { describe, expect, test } from "vitest";
import { untilSignal } from "../../src/terminal/signals.js";

/** Runs work that goes on until it is told to stop, sends a signal, and returns code and words. */
async function signalled(
  signal: "SIGINT" | "SIGTERM" | "SIGHUP",
  consequence?: () => string,
): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  const code = await untilSignal(
    (stop) =>
      new Promise((resolve) => {
        stop.addEventListener("abort", () => resolve(1));
        process.emit(signal, signal);
      }),
    (text) => said.push(text),
    consequence,
  );
  return { code, said };
}

describe("untilSignal", () => {
  test("gives the code of work that no signal disturbs", async () => {
    expect(await untilSignal(async () => 2, expect.unreachable)).toBe(2);
  });

  test.each([["SIGINT", 130] as const, ["SIGTERM", 143] as const, ["SIGHUP", 129] as const])(
    "tells work to stop at %s, and gives %i",
    async (signal, code) => {
      const { code: given, said } = await signalled(signal);
      expect(given).toBe(code);
      expect(said).toEqual([expect.stringContaining("the same command goes on from here")]);
    },
  );

  test("says what the command does that has nothing to save", async () => {
    expect((await signalled("SIGINT", () => "letting go of the sweep.")).said).toEqual([
      "\nletting go of the sweep. Again to leave at once.",
    ]);
  });

  test("leaves no listener behind, also when the work throws", async () => {
    const before = process.listenerCount("SIGINT");
    await expect(untilSignal(() => Promise.reject(new Error("broken")), expect.unreachable)).rejects.toThrow("broken");
    await signalled("SIGINT");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
