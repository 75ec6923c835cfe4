/** The rules of the house, each as a function from a file to its violations. The tests walk the house with them. */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** Which packages each may use: an arrow only ever points down, and `vision`, `selectivity` and `onnx` know nothing of each other. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  torch: [],
  vision: ["torch"],
  selectivity: ["torch"],
  onnx: ["torch"],
  lab: ["torch", "vision", "selectivity", "onnx"],
  web: ["torch", "vision", "selectivity", "onnx", "lab"],
  cli: ["torch", "vision", "selectivity", "onnx", "lab"],
};

const SCOPE = "@selectivity-lab/";

/** A source file of a package, by its path from the repository's root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What of a package.json counts here. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Every source file of every package. */
export function sourceFiles(root: string): SourceFile[] {
  return packageNames(root).flatMap((name) => {
    const source = join("packages", name, "src");
    return readdirSync(join(root, source), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
      .map((file) => ({ path: join(source, file), text: readFileSync(join(root, source, file), "utf8") }));
  });
}

/** The names of the folders below `packages/`. */
export function packageNames(root: string): string[] {
  return readdirSync(join(root, "packages"));
}

/** The manifest of a package. */
export function manifestOf(root: string, name: string): Manifest {
  return JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
}

/** Imports that point up, go around a door, leave the package, or are not among its dependencies. */
export function wrongImports({ path, text }: SourceFile, { dependencies = {} }: Manifest): string[] {
  const home = path.split("/").slice(0, 2).join("/");
  const name = home.split("/")[1] as string;
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName: specifier }) => {
    const complain = (problem: string) => [`${path}: imports ${specifier}: ${problem}`];
    if (specifier.startsWith("."))
      return normalize(join(dirname(path), specifier)).startsWith(`${home}/`) ? [] : complain("outside its package");
    if (specifier.startsWith("node:")) return [];
    if (builtinModules.includes(specifier)) return complain("Node's own modules are named node:…");
    if (!specifier.startsWith(SCOPE))
      return packageOf(specifier) in dependencies ? [] : complain("not among the package's dependencies");
    const [other, ...inside] = specifier.slice(SCOPE.length).split("/") as [string, ...string[]];
    if (inside.length > 0) return complain("goes around the door");
    if (!BELOW[name]?.includes(other)) return complain(`${name} may not know ${other}`);
    return specifier in dependencies ? [] : complain("not among the package's dependencies");
  });
}

/** Dependencies on packages of the house that a package may not know. */
export function wrongDependencies(name: string, { dependencies, devDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((dependency) => dependency.startsWith(SCOPE) && !BELOW[name]?.includes(dependency.slice(SCOPE.length)))
    .map((dependency) => `packages/${name}/package.json: ${name} may not know ${dependency.slice(SCOPE.length)}`);
}

/** A file without a header that says, with `@module`, what it is for. */
export function missingHeader({ path, text }: SourceFile): string[] {
  const header = /^\/\*\*(?:(?!\*\/)[\s\S])*?@module\b/;
  return isGenerated(text) || header.test(text) ? [] : [`${path}: has no module header, a /** … @module */ at its top`];
}

/** Exported declarations without TSDoc. */
export function missingDocumentation({ path, text }: SourceFile): string[] {
  if (isGenerated(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return file.statements
    .filter((statement) => isExported(statement) && !isDocumented(statement))
    .map((statement) => `${path}: has no TSDoc: ${statement.getText().split("\n")[0]}`);
}

/** Generated files say so in their first line; their makers answer for them. */
function isGenerated(text: string): boolean {
  return /^\/\/.*generated/i.test(text);
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** A module header in front of the first statement documents the file, not the statement. */
function isDocumented(statement: ts.Statement): boolean {
  return ts
    .getJSDocCommentsAndTags(statement)
    .some((comment) => ts.isJSDoc(comment) && !comment.tags?.some(({ tagName }) => tagName.text === "module"));
}

/** The package that a bare specifier is of. */
function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
