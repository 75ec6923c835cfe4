/**
 * Words of a shell command.
 *
 * @module
 */

/** Quotes a word of a command where a shell would take it apart. */
export function quoteShellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
