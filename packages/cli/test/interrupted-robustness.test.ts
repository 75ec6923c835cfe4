/** Ctrl-C half way through `robustness SWEEP`, as a terminal sends it: to the command and its workers. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { robustnessDocumentSchema } from "@selectivity-lab/lab";
import { beforeAll, describe, expect, test } from "vitest";
import { COMMAND, selectivity, until } from "../../testing/src/command.js";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";
import { tinyWords } from "../../testing/src/trials.js";

const home = temporaryFolder();
const environment = { XDG_CACHE_HOME: join(home, "cache"), SELECTIVITY_DATA: join(home, "data") };
const words = [
  ...["robustness", "s", "--corruptions", "gaussian_noise,fog", "--severities", "1,5", "--jobs", "1"],
  ...["--attacks", "pgd-50", "--epsilons", "4/255,8/255", "--attack-images", "100", "--check-images", "0"],
];
const trials = () => readdirSync(join(home, "s/trials"));
const resultsOf = (id: string) => {
  const folder = join(home, "s/trials", id, "robustness");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
};
const countDone = () => trials().filter((id) => resultsOf(id).length === 2).length;

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  const sweep = ["sweep", "fashion-quick", ...tinyWords({ epochs: 1 }), "--alphas=-2,-1,0,1,1e30", "--seeds", "0,1"];
  const { code, stderr } = await selectivity([...sweep, "--out", "s"], home, environment);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("diverged") }); // alpha 1e30
  const unfinished = trials().find((id) => result(id).alpha === 1) as string;
  rmSync(join(home, "s/trials", unfinished, "result.json"));
}, 120_000);

function result(id: string) {
  return JSON.parse(readFileSync(join(home, "s/trials", id, "result.json"), "utf8"));
}

/** Runs the command in a process group of its own, and interrupts all of it once some networks are evaluated. */
async function interrupt(more: readonly string[], when: () => boolean) {
  const child = spawn(process.execPath, [COMMAND, ...words, ...more], {
    ...{ cwd: home, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  await until(() => when() || child.exitCode !== null, 60);
  process.kill(-(child.pid as number), "SIGINT");
  return { code: await ended, stdout, stderr };
}

describe("robustness of a sweep, interrupted", () => {
  test("says that it is partial before any verdict, counts unfinished trials as planned, and names those that diverged", async () => {
    const { code, stdout, stderr } = await interrupt([], () => countDone() >= 3);
    const done = countDone();
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining("Saving, then stopping.") });
    expect(done).toBeLessThan(7);
    const sentence = `Incomplete: ${done} of 8 networks evaluated.`;
    expect(stdout).toContain(sentence);
    expect(stdout).toContain(
      "note: 2 networks diverged and cannot be evaluated: alpha +1e+30 seed 0, alpha +1e+30 seed 1",
    );
    const verdict = stdout.search(/^(supported|contradicted|undecided): /m);
    expect(verdict).toBeGreaterThan(stdout.indexOf(sentence));
    expect(await selectivity(["report", "s"], home, environment)).toMatchObject({ code: 0 });
    const page = readFileSync(join(home, "s/report/index.html"), "utf8");
    expect(page.indexOf(sentence)).toBeGreaterThan(0);
    expect(page.indexOf('class="statement')).toBeGreaterThan(page.indexOf(sentence));
    expect(page).toContain("2 networks diverged and cannot be evaluated");
  }, 120_000);

  test("says so in the document, too, and goes on with what is left", async () => {
    const before = countDone();
    const { code, stdout } = await interrupt(["--json"], () => countDone() > before);
    expect(code).toBe(130);
    const { complete, assessed, planned, notes } = readDocument(robustnessDocumentSchema, stdout);
    expect({ complete, assessed, planned }).toEqual({ complete: false, assessed: countDone(), planned: 8 });
    expect(notes).toEqual([expect.stringMatching(/^2 networks diverged/)]);
    const whole = await selectivity([...words, "--json"], home, environment);
    expect(whole.code).toBe(0);
    expect(readDocument(robustnessDocumentSchema, whole.stdout)).toMatchObject({
      assessed: 7,
      planned: 8,
      complete: false,
    });
    expect(whole.stderr).toMatch(
      /alpha −?\+?[\d.e+]+ seed \d, corruptions: done: clean \d\.\d{3}, corrupted \d\.\d{3}, \d+ s|attacks: done/,
    );
    expect(whole.stderr).not.toContain("[0/0]");
  }, 120_000);
});
