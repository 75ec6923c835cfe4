/** The rules of the house, each as a function from a file to its violations. The tests walk the house with them. */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** The packages from the ground up: each may use those listed for it, all of which stand before it. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  base: [],
  torch: ["base"],
  onnx: ["base", "torch"],
  vision: ["base", "torch"],
  perturb: ["base", "torch", "vision"],
  statistics: ["base"],
  selectivity: ["base", "torch", "statistics"],
  run: ["base", "torch", "vision", "perturb", "statistics", "selectivity"],
  assess: ["base", "torch", "onnx", "vision", "perturb", "statistics", "selectivity", "run"],
  report: ["base", "torch", "vision", "perturb", "statistics", "selectivity", "run", "assess"],
  lab: ["base", "torch", "onnx", "vision", "perturb", "statistics", "selectivity", "run", "assess", "report"],
  web: ["base", "lab"],
  cli: ["base", "lab", "web"],
};

/**
 * The folders of each package from the ground up: a file imports from its own folder and from those before it. `.` is the
 * package's own folder; its door, `index.ts`, stands above all.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  base: ["errors", "text", "files", "zip", "random"],
  torch: [
    ".",
    "runtime",
    "tensor",
    "safetensors",
    "checkpoints",
    "numpy",
    "cuda",
    "fused",
    "modules/init",
    "modules",
    "optim",
  ],
  onnx: [".", "model", "units", "translate", "trace", "classifier"],
  vision: [
    ".",
    "images",
    "augment",
    "datasets/contract",
    "datasets/cache",
    "datasets/trees",
    "datasets/arrays",
    "datasets/published",
    "plugins",
    "datasets",
    "batches",
    "models",
    "conformance",
  ],
  perturb: [
    "attacks/budgets",
    "attacks/engine",
    "attacks/methods",
    "attacks",
    "attacks/checks",
    "corruptions/contract",
    "corruptions/filters",
    "corruptions/materials",
    "corruptions/kinds",
    "corruptions",
  ],
  statistics: [".", "distributions", "samples", "intervals", "inference"],
  selectivity: [".", "taps", "responses", "measures", "knob", "meter"],
  run: [
    "recipe",
    "records",
    "checkpoints",
    "evaluate",
    "lease",
    "plugins",
    "trial/setup",
    "trial/steps",
    "trial/state",
    "trial",
    "pool",
    "pool/trials",
    "table",
    "stopping",
    "schedulers/contract",
    "schedulers/slurm",
    "schedulers",
    "sweep",
    "cluster",
  ],
  assess: [".", "corrupt", "measure", "export", "robustness", "inspect", "lesions", "inspections", "ablate"],
  report: [
    "table",
    "ablation",
    "robustness",
    "data",
    "export",
    "figures/contract",
    "figures/panels",
    "figures/sweep",
    "figures/robustness",
    "figures/ablation",
    "figures",
    "html",
    "sections",
    "page",
  ],
  lab: ["doctor", "documents", "estimates"],
  cli: ["terminal", "options", "text", "status", "progress", "sweep", "commands", "."],
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

/** The packages of the house; `testing`, which only tests use, stands outside of it. */
export function packageNames(root: string): string[] {
  return readdirSync(join(root, "packages")).filter((name) => name !== "testing");
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

/** Imports from a folder that stands above the file's own, and folders that nobody has given a floor. */
export function wrongFloors({ path, text }: SourceFile): string[] {
  const [, name = "", inside = ""] = /^packages\/([^/]+)\/src\/(.*)$/.exec(path) ?? [];
  if (inside === "index.ts") return [];
  const floors = FLOORS[name] ?? [];
  const floor = floors.indexOf(dirname(inside));
  if (floor < 0) return [`${path}: the folder ${dirname(inside)} has no floor in ${name}`];
  return ownImports({ path, text }).flatMap((target) => {
    const folder = dirname(target.slice(`packages/${name}/src/`.length));
    if (target === `packages/${name}/src/index.ts`) return [`${path}: imports its own package's door`];
    return floors.indexOf(folder) > floor ? [`${path}: imports ${target}, which stands on a floor above`] : [];
  });
}

/** Files that import each other in a circle; each circle once, as its files. */
export function importCircles(files: readonly SourceFile[]): string[][] {
  const imports = new Map(files.map((file) => [file.path, ownImports(file)]));
  const reached = new Map([...imports.keys()].map((path) => [path, reachableFrom(path, imports)]));
  const circles = [...imports.keys()].map((path) =>
    [...(reached.get(path) ?? [])].filter((other) => reached.get(other)?.has(path)).sort(),
  );
  return [...new Map(circles.filter((circle) => circle.length > 0).map((circle) => [circle.join(), circle])).values()];
}

function reachableFrom(path: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(imports.get(path) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(imports.get(next) ?? []));
  }
  return reached;
}

/** The files of its own package that a file imports. */
function ownImports({ path, text }: SourceFile): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith(".") && fileName.endsWith(".js"))
    .map(({ fileName }) => normalize(join(dirname(path), fileName)).replace(/\.js$/, ".ts"));
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
