/**
 * The `@example`s of TSDoc as programs: every statement runs, and where an expression is followed by `// value`, its value
 * is that. In a value `…` stands for further digits; what follows a `;` is a remark.
 */
import ts from "typescript";

/** One `@example`. */
export interface Example {
  /** Where it stands: path and line. */
  readonly where: string;
  readonly code: string;
}

/** The examples in the documentation of a file. */
export function examplesIn(path: string, text: string): Example[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const plain = comment[0].replace(/^\/\*\*|\*\/$/g, "").replace(/^[ \t]*\* ?/gm, "");
    return [...plain.matchAll(/^ ?@example\b([\s\S]*?)(?=^ ?@\w|(?![\s\S]))/gm)].map((example) => {
      const before = text.slice(0, comment.index) + comment[0].slice(0, comment[0].indexOf("@example"));
      return { where: `${path}:${before.split("\n").length}`, code: (example[1] as string).trim() };
    });
  });
}

/**
 * Runs an example.
 *
 * @param names what it can use without importing.
 * @throws what it throws, and an error where a value is another than the one shown.
 */
export async function runExample({ code }: Example, names: Readonly<Record<string, unknown>>): Promise<void> {
  const compare = (actual: unknown, shown: string) => {
    if (!conforms(actual, readValue(shown))) throw new Error(`shown ${shown}, got ${show(actual)}`);
  };
  const program = ts.transpile(withComparisons(code), { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext });
  const AsyncFunction = (async () => {}).constructor as new (...words: string[]) => (...values: unknown[]) => unknown;
  await new AsyncFunction("compare", ...Object.keys(names), program)(compare, ...Object.values(names));
}

/** The code, with `compare(expression, "value")` in the place of `expression // value`. */
function withComparisons(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  return file.statements
    .map((statement) => {
      const [, shown] = /^[ \t]*\/\/ ?([^;\n]*)/.exec(code.slice(statement.end)) ?? [];
      if (shown === undefined || !ts.isExpressionStatement(statement)) return statement.getText();
      return `compare(${statement.expression.getText()}, ${JSON.stringify(shown.trim())});`;
    })
    .join("\n");
}

/** A number of which only the first digits are shown. */
class Truncated {
  constructor(readonly digits: string) {}
}

function readValue(shown: string): unknown {
  const expression = shown.replace(/(-?\d+\.\d+)…/g, 'new Truncated("$1")');
  try {
    return new Function("Truncated", `return (${expression});`)(Truncated);
  } catch (cause) {
    throw new Error(`"${shown}" is no value; a remark stands behind a ;`, { cause });
  }
}

const FLOAT32_DIGITS = 1e-6;

function conforms(actual: unknown, shown: unknown): boolean {
  if (shown instanceof Truncated) return typeof actual === "number" && actual.toFixed(20).startsWith(shown.digits);
  if (typeof shown === "number" && typeof actual === "number")
    return Object.is(actual, shown) || Math.abs(actual - shown) <= FLOAT32_DIGITS * Math.abs(shown);
  if (!isObject(shown) || !isObject(actual)) return Object.is(actual, shown);
  const keys = Object.keys(shown);
  return (
    Array.isArray(actual) === Array.isArray(shown) &&
    Object.keys(actual).length === keys.length &&
    keys.every((key) => key in actual && conforms(actual[key], shown[key]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === "number" && !Number.isFinite(item) ? String(item) : item));
}
