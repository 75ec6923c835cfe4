/**
 * HTML as tagged templates. Inserted text is escaped; only {@link Html} values are inserted as markup.
 *
 * @module
 */

/** Markup that is safe to insert without escaping. */
export class Html {
  constructor(readonly text: string) {}
}

type Insertable = Html | string | number | readonly Insertable[];

/** Creates markup with values inserted: text is escaped, markup is kept, lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return new Html(strings.map((string, index) => string + insert(values[index] ?? "")).join(""));
}

/** Encodes JSON for a script element: `<` is escaped, so it cannot end the element or open a comment in it. */
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
