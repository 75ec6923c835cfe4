/** Where the documentation leads: links and anchors of Markdown, citations in comments, names in `{@link …}`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** A text file of the repository, by its path from the root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const SKIPPED = new Set(["node_modules", "dist", "build", "runs", ".git"]);

/** Every file below the root whose name matches. */
export function textFiles(root: string, name: RegExp): TextFile[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
      return entry.isFile() && name.test(entry.name) ? [path] : [];
    });
  return walk(root).map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));
}

/** Links of a Markdown file that lead nowhere: to a file that does not exist, or to an anchor that no heading makes. */
export function brokenLinks(root: string, { path, text }: TextFile): string[] {
  return linksIn(text).flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return []; // the web changes without us
    const [file = "", anchor] = target.split("#");
    const destination = file === "" ? path : join(dirname(path), decodeURIComponent(file));
    if (!existsSync(join(root, destination))) return [`${path}: links to ${target}: ${destination} does not exist`];
    if (anchor === undefined) return [];
    const there = destination === path ? text : readFileSync(join(root, destination), "utf8");
    if (anchorsIn(there).includes(anchor)) return [];
    return [`${path}: links to ${target}: no heading of ${destination} makes that anchor`];
  });
}

function linksIn(markdown: string): string[] {
  const prose = withoutCode(markdown).replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"/g)].map(
    ([, link, attribute]) => (link ?? attribute) as string,
  );
}

/** Blocks of code, fenced or indented, hold no links and no headings. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(```|~~~).*?^\1.*?$/gms, "").replace(/^(?: {4}|\t).*$/gm, "");
}

/** The anchors of a page, as GitHub makes them of its headings. */
export function anchorsIn(markdown: string): string[] {
  const seen = new Map<string, number>();
  return headingsIn(markdown).map((heading) => {
    const slug = heading
      .replace(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

function headingsIn(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading]) => heading as string);
}

const CITATION = /([\w./-]*\b[\w-]+\.md)\b(#[\w-]+)?((?: §? ?\d+(?:\.\d+)*(?:(?:–|, | and )\d+(?:\.\d+)*)*)?)/g;

/** Citations of pages in a file that is not Markdown, such as `science.md 1.3`, `science.md 1.2–1.4, 1.6` or `docs/data.md#archives`, that lead nowhere. */
export function brokenCitations(root: string, { path, text }: TextFile): string[] {
  const unwrapped = text.replace(/\n\s*(?:\*|\/\/|#)\s*/g, " ");
  return [...unwrapped.matchAll(CITATION)].flatMap(([, page = "", anchor, numbers = ""]) => {
    const places = [page, join("docs", page), join(dirname(path), page)];
    const found = places.map((place) => join(root, place)).find(existsSync);
    if (!found) return [`${path}: cites ${page}, which does not exist`];
    const markdown = readFileSync(found, "utf8");
    if (anchor && !anchorsIn(markdown).includes(anchor.slice(1)))
      return [`${path}: cites ${page}${anchor}: no heading makes that anchor`];
    const sections = headingsIn(markdown).map((heading) => /^\d+(?:\.\d+)*/.exec(heading)?.[0]);
    return (numbers.match(/\d+(?:\.\d+)*/g) ?? [])
      .filter((number) => !sections.includes(number))
      .map((number) => `${path}: cites ${page} ${number}, a section that it does not have`);
  });
}

/** Paths in code marks, such as `packages/vision/src/models`, that do not exist. */
export function brokenPaths(root: string, { path, text }: TextFile): string[] {
  return [...text.matchAll(/`((?:packages|docs|examples|scripts|recipes|benchmarks|test)\/[\w./-]+)`/g)]
    .map(([, named]) => named as string)
    .filter((named) => !existsSync(join(root, named)))
    .map((named) => `${path}: names ${named}, which does not exist`);
}

/** `{@link …}` in sources whose name no source declares: `X` at the top of a file, `X.y` as a member of an `X`. */
export function brokenTsdocLinks(sources: readonly TextFile[]): string[] {
  const files = sources.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  const known = new Set(files.flatMap(({ statements }) => statements.flatMap(declaredNames)));
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\{@link\s+([\w.]+)/g)]
      .map(([, name]) => name as string)
      .filter((name) => !known.has(name))
      .map((name) => `${path}: {@link ${name}}, which no source declares`),
  );
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) ? [name.text, ...membersOf(name.text, propertiesOf(initializer))] : [],
    );
  if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement))
    return statement.name ? [statement.name.text, ...membersOf(statement.name.text, statement.members)] : [];
  if (ts.isTypeAliasDeclaration(statement) || ts.isFunctionDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  return [];
}

function propertiesOf(initializer: ts.Expression | undefined): readonly ts.ObjectLiteralElementLike[] {
  const value = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
  return value && ts.isObjectLiteralExpression(value) ? value.properties : [];
}

function membersOf(owner: string, members: readonly { readonly name?: ts.PropertyName | undefined }[]): string[] {
  return members.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [`${owner}.${name.text}`] : []));
}
