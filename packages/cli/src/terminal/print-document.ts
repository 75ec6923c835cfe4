/**
 * The one way in which a command prints its result.
 *
 * @module
 */
import { encodeJson } from "@selectivity-lab/base";
import type { Terminal } from "./terminal.js";

/** Prints a document of the lab: with `--json` as it is, else as text for people. */
export function printDocument<Document extends { readonly schema: 1 }>(
  terminal: Pick<Terminal, "out">,
  { json }: { readonly json?: boolean },
  document: Document,
  describe: (document: Document) => string,
): void {
  terminal.out(json ? encodeJson(document) : describe(document));
}
