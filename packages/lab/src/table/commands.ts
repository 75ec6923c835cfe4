/**
 * The command that makes a report again, and the quoting of commands that people are told to type.
 *
 * @module
 */
import type { SweepTable } from "../contracts.js";

/** Draws table, figures and report again. */
export function redrawCommand(table: SweepTable): string {
  return `npx selectivity report ${shellWord(table.folder)}`;
}

/** Quotes a word of a command where a shell would take it apart. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
