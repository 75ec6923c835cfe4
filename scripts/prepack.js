/**
 * Before a package is packed: puts into it what lies at the repository's root, and removes what an earlier build left behind.
 * `postpack.js` takes the copies away again. Runs in the package's folder.
 */
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const { files } = JSON.parse(readFileSync("package.json", "utf8"));

copyFileSync(path.join(root, "LICENSE"), "LICENSE");
if (files.includes("recipes")) cpSync(path.join(root, "recipes"), "recipes", { recursive: true });

// `tsc --build` never deletes the output of a source that was moved or removed.
for (const output of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  const stem = output.replace(/(\.d\.ts|\.js)(\.map)?$/, "");
  if (stem !== output && !existsSync(path.join("src", `${stem}.ts`))) rmSync(path.join("dist", output));
}
