import { describe, expect, test } from "vitest";
import { makeSweep } from "../../../testing/src/fixtures/sweep.js";
import { redrawCommand } from "../../src/table/commands.js";
import { readSweep } from "../../src/table/read-sweep.js";

describe("redrawCommand", () => {
  test("works when typed, also for a folder with blanks and quotes", async () => {
    const table = await readSweep(makeSweep({ alphas: [0], seeds: [0] }));
    expect(redrawCommand({ ...table, folder: "runs/quick" })).toBe("npx selectivity report runs/quick");
    expect(redrawCommand({ ...table, folder: "runs/it's mine" })).toBe("npx selectivity report 'runs/it'\\''s mine'");
  });
});
