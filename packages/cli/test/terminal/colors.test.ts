import { afterEach, expect, test, vi } from "vitest";
import { colorsFor } from "../../src/terminal/colors.js";

afterEach(() => vi.unstubAllEnvs());

test.each<[string, boolean, Record<string, string | undefined>, boolean]>([
  ["on a terminal", true, {}, true],
  ["not in a file", false, {}, false],
  ["not in a file on a CI machine", false, { CI: "true" }, false],
  ["not on a dumb terminal", true, { TERM: "dumb" }, false],
  ["not with NO_COLOR", true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ["in a file with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
])("colours: %s", (_, isTTY, environment, coloured) => {
  for (const [name, value] of Object.entries({ NO_COLOR: "", FORCE_COLOR: "", TERM: "xterm", CI: "", ...environment }))
    vi.stubEnv(name, value);
  expect(colorsFor({ isTTY }).red("x") !== "x").toBe(coloured);
});
