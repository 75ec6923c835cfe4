#!/usr/bin/env node
/**
 * Builds the addon that holds libtorch's bridge: native/*.cpp → build/torch.node, and build/torch.json, which says
 * against which libtorch. Does nothing where that is done already, and compiles nothing that the user's cache holds.
 *
 * The addon runs on any processor of its architecture. Only native/kernels/form.cpp is compiled several times, once for each
 * set of instructions; the addon chooses among them when it is loaded, so that it may be built on another machine.
 *
 *     npm run build:native                  in this repository
 *     npx selectivity-build-native          where the package is installed
 *     npx selectivity-build-native --again  compiles whatever was built before
 *
 * Headers of Node-API come from npm, so that no step downloads anything.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import { keepAddon, restoreAddon } from "./addon-cache.js";
import { findLibtorch } from "./find-libtorch.js";

const root = path.join(import.meta.dirname, "..");
const native = path.join(root, "native");
const build = path.join(root, "build");
const require = createRequire(import.meta.url);

const { found: libtorch, tried } = findLibtorch();
if (!libtorch)
  fail(
    `no libtorch found\n  ${tried.join("\n  ")}`,
    "apt-get install libtorch-dev, or pip install torch, or set LIBTORCH to its folder",
  );

const compiler = process.env.CXX ?? "g++";
const sources = readdirSync(native).filter((name) => name.endsWith(".cpp"));

/** Sets of instructions for the kernels, named as in native/choose_kernels.cpp, with the compiler's flags for them. */
const AVX2 = ["-mavx2", "-mfma"];
const FORMS =
  process.arch === "x64"
    ? {
        baseline: [],
        avx2: AVX2,
        avx512: [...AVX2, ...["f", "bw", "cd", "dq", "vl"].map((part) => `-mavx512${part}`)],
      }
    : { baseline: [] };
const flags = compileFlags();
const stamp = createHash("sha256")
  .update(JSON.stringify([compilerVersion(), flags, FORMS, headerVersions(), libtorch, process.arch]))
  .update(
    readdirSync(native, { recursive: true })
      .filter((name) => /\.(cpp|h)$/.test(name))
      .sort()
      .map((name) => readFileSync(path.join(native, name), "utf8"))
      .join("\0"),
  )
  .digest("hex");

mkdirSync(build, { recursive: true });
const description = path.join(build, "torch.json");
const addon = path.join(build, "torch.node");
const again = process.argv.includes("--again");
if (
  !again &&
  existsSync(addon) &&
  existsSync(description) &&
  JSON.parse(readFileSync(description, "utf8")).stamp === stamp
) {
  console.error(`native: up to date (libtorch ${libtorch.version} from ${libtorch.source})`);
} else if (!again && restoreAddon(stamp, addon)) {
  writeDescription();
  console.error(`native: compiled before, taken from the cache (libtorch ${libtorch.version} from ${libtorch.source})`);
} else {
  console.error(`native: compiling against libtorch ${libtorch.version} from ${libtorch.source} (${libtorch.lib})`);
  const started = performance.now();
  await compileAll();
  const objects = [...sources.map(object), ...Object.keys(FORMS).map((form) => object(`kernels_${form}.cpp`))];
  await run(compiler, ["-shared", ...objects, "-o", `${addon}.part`, ...linkFlags()]);
  renameSync(`${addon}.part`, addon); // a new file, not new bytes: a process that has the old one loaded keeps it
  writeDescription();
  keepAddon(stamp, addon);
  if (libtorch.cuda && !libtorch.cudaHeaders)
    console.error(
      "native: CUDA's headers were not found, so steps on a GPU are not captured as graphs\n" +
        "  to do: set CUDA_HOME to the toolkit's folder (it holds include/cuda_runtime_api.h) and build again",
    );
  console.error(`native: built in ${Math.round((performance.now() - started) / 1000)} s`);
}

function compileFlags() {
  const [major = 0, minor = 0] = libtorch.version.split(".").map(Number);
  const standard = major > 2 || (major === 2 && minor >= 10) ? "c++20" : "c++17"; // what libtorch's own headers ask for
  return [
    `-std=${standard}`,
    // -Wno-psabi: how vectors are passed differs among sets of instructions, and none is passed between object files
    ...["-O3", "-fopenmp", "-fPIC", "-Wall", "-Wextra", "-Wno-psabi"],
    ...(libtorch.cudaHeaders ? ["-DSELECTIVITY_CUDA"] : []),
  ];
}

/** Headers of others, of which the compiler reports no warnings. Folders that it searches anyway must not be named again. */
function headerFlags() {
  const napi = ["node-addon-api", "node-api-headers"].map((name) => require(name).include_dir);
  const folders = [...libtorch.include, ...cudaFolders(), ...napi].map((folder) => path.resolve(folder));
  return folders.filter((folder) => folder !== "/usr/include").flatMap((folder) => ["-isystem", folder]);
}

/** As many compilers at once as there are cores: each takes up to half a gigabyte. The slowest, the kernels, go first. */
async function compileAll() {
  const jobs = [
    ...Object.keys(FORMS).map((form) => () => compileForm(form)),
    ...sources.map((name) => () => compile(name)),
  ];
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function compile(name) {
  const napi = ["-DNAPI_VERSION=9", "-DNAPI_CPP_EXCEPTIONS"];
  return run(compiler, [...flags, ...napi, ...headerFlags(), "-c", path.join(native, name), "-o", object(name)]);
}

/**
 * Compiles the kernels in one form, and hides all but their table. Otherwise the linker would keep one copy of each template of the
 * standard library for the whole addon, perhaps the one with instructions that this processor lacks.
 */
async function compileForm(form) {
  const [single, grouped] = [object(`form_${form}.cpp`), object(`kernels_${form}.cpp`)];
  const source = path.join(native, "kernels/form.cpp");
  await run(compiler, [...flags, ...FORMS[form], `-DSELECTIVITY_FORM=${form}`, "-c", source, "-o", single]);
  await run("ld", ["-r", "--force-group-allocation", single, "-o", grouped]);
  await run("objcopy", [`--keep-global-symbol=selectivity_kernels_${form}`, grouped]);
}

function headerVersions() {
  return ["node-addon-api", "node-api-headers"].map((name) => require(`${name}/package.json`).version);
}

/** Names the distribution too, so that a home folder shared by two of them does not mix their addons. */
function compilerVersion() {
  try {
    return execFileSync(compiler, ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch (error) {
    return fail(`cannot start ${compiler}: ${error.message}`, "apt-get install g++");
  }
}

function writeDescription() {
  writeFileSync(description, `${JSON.stringify({ stamp, libtorch }, null, 2)}\n`);
}

/** Nothing without CUDA. libtorch's own CUDA headers include more than the runtime's: cuBLAS, cuSPARSE, each in its folder. */
function cudaFolders() {
  if (!libtorch.cudaHeaders) return [];
  const wheels = path.join(libtorch.cudaHeaders, "../..");
  if (path.basename(wheels) !== "nvidia") return [libtorch.cudaHeaders];
  return readdirSync(wheels).map((name) => path.join(wheels, name, "include"));
}

/** `--no-as-needed`: operators register themselves when their library is loaded, nothing here names a symbol of it. */
function linkFlags() {
  const cuda = libtorch.cuda ? ["-ltorch_cuda", "-lc10_cuda", ...cudaRuntime()] : [];
  const libraries = ["-ltorch", "-ltorch_cpu", "-lc10", ...cuda, "-fopenmp"];
  return [`-L${libtorch.lib}`, `-Wl,-rpath,${libtorch.lib}`, "-Wl,--no-as-needed", ...libraries];
}

/** The runtime library that stands beside the headers; torch brings the other libraries in itself. */
function cudaRuntime() {
  if (!libtorch.cudaHeaders) return [];
  const root = path.join(libtorch.cudaHeaders, "..");
  const folders = ["lib64", "lib"].map((name) => path.join(root, name)).filter((folder) => existsSync(folder));
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.startsWith("libcudart.so"))
      .map((name) => path.join(folder, name)),
  );
  return found.slice(0, 1).flatMap((file) => [file, `-Wl,-rpath,${path.dirname(file)}`]);
}

function object(source) {
  return path.join(build, source.replace(/\.cpp$/, ".o"));
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => fail(`cannot start ${command}: ${error.message}`, "apt-get install g++ binutils"));
    child.on("exit", (code) =>
      code === 0 ? resolve() : fail(`${command} ended with exit code ${code}`, "see its messages above"),
    );
  });
}

function fail(what, remedy) {
  console.error(`native: ${what}\n  to do: ${remedy}`);
  process.exit(1);
}
