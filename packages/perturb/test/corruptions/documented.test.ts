/** The tables of docs/perturbations.md, which list what the code computes with. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { attackMethods } from "../../src/attacks/methods/methods.js";
import { severityTables } from "../../src/corruptions/contract/corruption.js";
import { corruptionNames, describeCorruption } from "../../src/corruptions/corruptions.js";

const page = readFileSync(new URL("../../../../docs/perturbations.md", import.meta.url), "utf8");

/** The parameters of one severity: `0.04`, or `(0.3, 0.4)`; names of tables are left out. */
function formatParameters(parameters: unknown): string {
  if (typeof parameters === "number") return String(Number(parameters.toPrecision(6)));
  const values = Object.values(parameters as object).filter((value) => typeof value !== "string");
  return `(${values.map((value) => (typeof value === "boolean" ? Number(value) : formatParameters(value))).join(", ")})`;
}

describe("docs/perturbations.md", () => {
  test.each([...corruptionNames, "frost"])("has the parameters of %s", (name) => {
    const { severities } = describeCorruption(name);
    const cells = severityTables.map((table) => severities[table]).map((five) => five.map(formatParameters).join(" "));
    expect(page).toContain(`| ${name} | ${cells.join(" | ")} |`);
  });

  test.each(corruptionNames)("says how close %s is to the published images", (name) => {
    expect(page).toMatch(new RegExp(`^\\*\\*${name}\\*\\* \\(${describeCorruption(name).fidelity}\\)`, "m"));
  });

  test.each(attackMethods)("has the attack $name, with its default number of steps", ({ name, steps }) => {
    expect(page).toMatch(new RegExp(`^\\| ${name} \\| ${steps.toLocaleString("en")} \\|`, "m"));
  });
});
