/** The commands that the documentation and the help show, as words. */

/** A command as it is shown, and where. */
export interface ShownCommand {
  readonly where: string;
  /** After `selectivity`. */
  readonly words: readonly string[];
}

/** Every `npx selectivity …` of a page, and every `selectivity …` in code marks; a mere name of a command as its `--help`. */
export function commandsOf(page: { readonly path: string; readonly text: string }): ShownCommand[] {
  return page.text.split("\n").flatMap((line, index) => {
    const commands = [...line.matchAll(/npx selectivity ([^`]*)/g)].map(([, command]) => command as string);
    const named = [...line.matchAll(/`selectivity ([^`]*)`/g)].map(([, command]) => command as string);
    return [...commands, ...named.map((name) => (/^\w+$/.test(name) ? `${name} --help` : name))].map((command) => ({
      where: `${page.path}:${index + 1}`,
      words: shellWords(command.replace(/\s#\s.*$/, "")),
    }));
  });
}

/** The examples in a help text of the command: indented lines, with a remark behind two spaces or more. */
export function examplesOf(source: { readonly path: string; readonly text: string }): ShownCommand[] {
  return source.text.split("\n").flatMap((line, index) => {
    const [, command] = /^ {2}selectivity (\S.*?)(?: {2,}.*)?$/.exec(line) ?? [];
    return command ? [{ where: `${source.path}:${index + 1}`, words: shellWords(command) }] : [];
  });
}

/** Words as a shell splits them, without expansions. */
export function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ""));
}
