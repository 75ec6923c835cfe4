/** Every command that README, documentation and help show is one that the command line takes. */
import { join } from "node:path";
import { Writable } from "node:stream";
import { loadRecipe, parseOverrides } from "@selectivity-lab/lab";
import { describe, expect, test, vi } from "vitest";
import { selectivity } from "../packages/testing/src/command.js";
import { temporaryFolder } from "../packages/testing/src/folders.js";
import { commandsOf, examplesOf, shellWords } from "./support/commands.js";
import { textFiles } from "./support/links.js";

// Words are parsed by the real command line; what they ask for is not done.
vi.mock("../packages/cli/src/options/run.js", async (original) => {
  const nothing = async () => 0;
  return { ...(await original<object>()), runWithEffects: nothing };
});
const { main } = await import("../packages/cli/src/main.js");

const root = join(import.meta.dirname, "..");
const pages = textFiles(root, /\.(md|yaml)$/).concat(textFiles(join(root, "examples"), /\.(js|ts)$/));
const help = textFiles(join(root, "packages/cli/src"), /\.ts$/);
const shown = [...pages.flatMap(commandsOf), ...help.flatMap(examplesOf)];

describe("a command that is shown", () => {
  test("is found in README, documentation and help", () => {
    const found = shown.map(({ where }) => where.split(":")[0]);
    expect(found).toEqual(expect.arrayContaining(["README.md", "docs/sweeps.md", "commands/sweep.ts"]));
  });

  test.each(shown)("parses: $where $words", async ({ words }) => {
    const [stdout, stderr] = [collect(), collect()];
    const code = await main(words, { stdout: stdout.stream, stderr: stderr.stream, exit: () => {} });
    expect({ code, stderr: stderr.text() }).toEqual({ code: 0, stderr: "" });
  });

  const trained = shown.filter(({ words: [command] }) => command === "train" || command === "sweep");
  test.each(trained)("changes keys that a recipe has: $where $words", ({ words: [, ...rest] }) => {
    const changes = rest.filter((word) => /^\w+=/.test(word));
    const [first] = rest;
    const recipe = first !== undefined && /^[\w-]+$/.test(first) && !first.startsWith("-") ? first : undefined;
    expect(() => loadRecipe(recipe, parseOverrides(changes))).not.toThrow();
  });
});

describe("a command that takes little time", () => {
  const home = temporaryFolder();

  test.each([["doctor"], ["recipes"], ["recipes fashion-quick"], ["data list"]])(
    "runs: selectivity %s",
    async (line) => {
      expect(await selectivity(shellWords(line), home)).toMatchObject({ code: 0, stdout: expect.stringMatching(/\w/) });
    },
  );
});

function collect(): { stream: Writable; text(): string } {
  const written: string[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    written.push(String(chunk));
    done();
  };
  return { stream: new Writable({ write }), text: () => written.join("") };
}
