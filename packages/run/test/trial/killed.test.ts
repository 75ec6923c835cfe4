import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Ended, selectivity, start } from "../../../testing/src/command.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { tinyWords } from "../../../testing/src/trials.js";

const home = temporaryFolder();
const WEIGHTS = ["model.safetensors", "best.safetensors", "units.safetensors"];
const words = (folder: string) => [
  ...["train", "fashion-quick", ...tinyWords({ epochs: 8 }), "--alpha", "1"],
  ...["--data-dir", "data", "--out", folder, "--quiet", "--json"],
];

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

describe("selectivity train, killed with SIGKILL", () => {
  // The moments are drawn anew in every run, from what was seen to be the command's whole duration: kills hit the start,
  // steps, saving and the end. A failure names them.
  test("at any moments, ends in the same bytes as if it never was", async () => {
    const began = performance.now();
    const undisturbed = await selectivity(words("undisturbed"), home);
    const whole = performance.now() - began;
    const moments: number[] = [];
    let ended: Ended;
    do {
      const running = start(words("killed"), home);
      const moment = whole * (0.2 + 0.6 * Math.random());
      const timer = setTimeout(() => running.child.kill("SIGKILL"), moments.length < 6 ? moment : 2 ** 30);
      moments.push(Math.round(moment));
      ended = await running.ended;
      clearTimeout(timer);
    } while (ended.signal === "SIGKILL");

    const when = `killed after ${moments} ms of ${Math.round(whole)}`;
    expect(ended, when).toMatchObject({ code: 0 });
    expect(checksums(join(home, "killed"), WEIGHTS), when).toEqual(checksums(join(home, "undisturbed"), WEIGHTS));
    expect(JSON.parse(ended.stdout).test, when).toEqual(JSON.parse(undisturbed.stdout).test);
    expect(filesBelow(join(home, "killed")), when).toEqual(filesBelow(join(home, "undisturbed")));
    const attempts = jsonLines(join(home, "killed", "attempts.jsonl"));
    expect(attempts.at(-1), when).toMatchObject({ event: "end", reason: "done" });
    expect(existsSync(join(home, "killed", "checkpoint.safetensors")), when).toBe(false);
  });
});
