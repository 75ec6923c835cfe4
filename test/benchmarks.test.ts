/**
 * The benchmarks are not run with the tests, for they take long. What they import must be there all the same.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../benchmarks");
const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));

test.each(scripts)("benchmarks/%s imports only names that the packages export", async (script) => {
  const missing: string[] = [];
  for (const [door, names] of namedImports(readFileSync(join(folder, script), "utf8"))) {
    const exported = await import(door);
    missing.push(...names.filter((name) => !(name in exported)).map((name) => `${name} from ${door}`));
  }
  expect(missing).toEqual([]);
});

/** The names that a script imports from each package of the house. */
function namedImports(text: string): [string, string[]][] {
  const file = ts.createSourceFile("script.js", text, ts.ScriptTarget.Latest);
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    const door = (moduleSpecifier as ts.StringLiteral).text;
    const bindings = importClause?.namedBindings;
    if (!door.startsWith("@selectivity-lab/") || !bindings || !ts.isNamedImports(bindings)) return [];
    return [[door, bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)]];
  });
}
