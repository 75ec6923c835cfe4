/**
 * JSON to be hashed.
 *
 * @module
 */
/** JSON with sorted keys: equal values, equal text. */
export function encodeCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
