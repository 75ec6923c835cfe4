/** After a package was packed: removes the copies that `prepack.js` made. Runs in the package's folder. */
import { readFileSync, rmSync } from "node:fs";

const { files } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("LICENSE");
if (files.includes("recipes")) rmSync("recipes", { recursive: true });
