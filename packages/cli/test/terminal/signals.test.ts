import { describe, expect, test } from "vitest";
import { untilSignal } from "../../src/terminal/signals.js";

const unexpected = (code: number) => expect.unreachable(`left with ${code}`);

/** Runs work that continues until it is stopped, sends a signal, and returns the exit code and what was said. */
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
    unexpected,
    consequence,
  );
  return { code, said };
}

describe("untilSignal", () => {
  test("gives the code of work that no signal disturbs", async () => {
    expect(await untilSignal(async () => 2, expect.unreachable, unexpected)).toBe(2);
  });

  test.each([["SIGINT", 130] as const, ["SIGTERM", 143] as const, ["SIGHUP", 129] as const])(
    "stops the work at %s, and gives %i",
    async (signal, code) => {
      const { code: given, said } = await signalled(signal);
      expect(given).toBe(code);
      expect(said).toEqual([expect.stringContaining("the same command again to continue from here")]);
    },
  );

  test("says what the command does that has nothing to save", async () => {
    expect((await signalled("SIGINT", () => "Letting go of the sweep.")).said).toEqual([
      "\nLetting go of the sweep. Press Ctrl-C again to leave at once.",
    ]);
  });

  test("leaves at once at the second signal, with its exit code", async () => {
    const codes: number[] = [];
    await untilSignal(
      async (stop) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.emit(signal, signal);
        return stop.aborted ? 1 : 0;
      },
      () => {},
      (code) => codes.push(code),
    );
    expect(codes).toEqual([143]);
  });

  test("leaves no listener behind, also when the work throws", async () => {
    const before = process.listenerCount("SIGINT");
    await expect(
      untilSignal(() => Promise.reject(new Error("broken")), expect.unreachable, unexpected),
    ).rejects.toThrow("broken");
    await signalled("SIGINT");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
