/**
 * How long a sweep takes from its command to the first network that begins to train.
 *
 *     node benchmarks/ours/first-start.js SWEEP_DIR --data FOLDER
 *
 * The folder is left as it was.
 * @module
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: "string" } } });
const [folder] = positionals;
const trials = path.join(folder, "trials");
const before = new Set(readdirSync(trials));

const started = performance.now();
const cli = path.join(import.meta.dirname, "../../packages/cli/bin/selectivity.js");
const words = ["sweep", "--resume", "--out", folder, "--jobs", "1", "--quiet", "--data-dir", values.data];
const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "ignore", "inherit"] });
const ended = new Promise((resolve) => child.on("exit", resolve));
let begun;
while (!begun && child.exitCode === null) {
  await setTimeout(5);
  begun = readdirSync(trials).find((id) => !before.has(id) && existsSync(path.join(trials, id, "attempts.jsonl")));
}
const milliseconds = [performance.now() - started];
child.kill("SIGINT");
await ended;
if (!begun) throw new Error(`the sweep in ${folder} began no network`);
rmSync(path.join(trials, begun), { recursive: true });
console.log(JSON.stringify({ milliseconds }));
