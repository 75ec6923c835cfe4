/**
 * `JSON.parse` keeps the last of two equal keys and says nothing. A file whose meaning depends on its reader is refused
 * instead, so the keys are looked at once more.
 * @module
 */

/**
 * @param json a text that `JSON.parse` has accepted.
 * @returns the first key that appears twice in one object, decoded; `undefined` if there is none.
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = []; // keys seen so far in each object around the current place
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === "{") open.push(new Set());
    else if (character === "}") open.pop();
    else if (character === '"') {
      const end = stringEnd(json, at);
      if (colonFollows(json, end)) {
        const key: string = JSON.parse(json.slice(at, end));
        const keys = open.at(-1);
        if (keys?.has(key)) return key;
        keys?.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Position behind the string that opens at `start`. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

function colonFollows(json: string, at: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = at;
  return colon.test(json);
}
