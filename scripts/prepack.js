/**
 * Before a package is packed: compiles it, removes what an earlier build left behind, and copies into it what lies at the
 * repository's root. `postpack.js` removes the copies again. Runs in the package's folder.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const { files } = JSON.parse(readFileSync("package.json", "utf8"));

// The test of the packages has compiled all of them just before, and says so.
if (!process.env.SELECTIVITY_COMPILED) {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "--build"], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

copyFileSync(path.join(root, "LICENSE"), "LICENSE");
if (files.includes("recipes")) cpSync(path.join(root, "recipes"), "recipes", { recursive: true });

// `tsc --build` never deletes the output of a source that was moved or removed.
for (const output of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  const stem = output.replace(/(\.d\.ts|\.js)(\.map)?$/, "");
  if (stem !== output && !existsSync(path.join("src", `${stem}.ts`))) rmSync(path.join("dist", output));
}
