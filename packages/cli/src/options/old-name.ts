/**
 * Options under their former names. They work for one more version, are not listed in help, and say what to write instead.
 *
 * @module
 */
import { type Command, Option } from "commander";

/**
 * Declares the former name of an option.
 *
 * @param old the former name with its placeholder, such as `--kind <list>`.
 * @param current the name that replaces it, such as `--corruptions`.
 * @param read reads the value; its result becomes that of the current option.
 */
export function withOldName<Value>(
  command: Command,
  old: string,
  current: string,
  read: (text: string) => Value,
): Command {
  const option = new Option(old).hideHelp().argParser((text) => {
    const value = read(text);
    command.setOptionValueWithSource(new Option(current).attributeName(), value, "cli");
    sayOldUse(
      command,
      `--${option.name()} is now called ${current}; the old name will stop working in the next version`,
    );
    return value;
  });
  return command.addOption(option);
}

/** Declares a flag that never had an effect of its own. @param instead what to know about it. */
export function withUselessFlag(command: Command, flag: string, instead: string): Command {
  return command
    .addOption(new Option(flag).hideHelp())
    .on(`option:${new Option(flag).name()}`, () => sayOldUse(command, instead));
}

/** Says on stderr what to write instead of what was written. */
export function sayOldUse(command: Command, note: string): void {
  command.configureOutput().writeErr?.(`note: ${note}\n`);
}
