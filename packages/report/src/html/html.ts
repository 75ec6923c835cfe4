/**
 * HTML as tagged templates in which every inserted text is escaped; only what this module made stays markup.
 *
 * @module
 */

/** Markup that is safe to insert as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Insertable = Html | string | number | readonly Insertable[];

/** Markup with values inserted: text is escaped, markup kept, lists joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return new Html(strings.map((string, index) => string + insert(values[index] ?? "")).join(""));
}

/** JSON for a script element: `<` cannot end the element, nor open a comment in it. */
export function encodeScriptJson(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

function insert(value: Insertable): string {
  if (value instanceof Html) return value.text;
  return typeof value === "object" ? value.map(insert).join("") : escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
