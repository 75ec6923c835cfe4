/**
 * Finds libtorch: `$LIBTORCH`, else the `torch` that `python3` imports, else the system's (Debian's libtorch-dev).
 *
 * @typedef {object} Libtorch
 * @property {string} source which of the three places it was found in
 * @property {string} version such as "2.13.0"
 * @property {string[]} include folders for the compiler
 * @property {string} lib folder of libtorch.so
 * @property {boolean} cuda whether it comes with the CUDA backend
 * @property {string | null} cudaHeaders folder of CUDA's own headers, which capturing a step needs; null where there is none
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where the version stands: libtorch 2.10 moved it. */
const VERSION_HEADERS = ["torch/headeronly/version.h", "torch/csrc/api/include/torch/version.h"];

/** @returns {{ found: Libtorch | undefined, tried: string[] }} `tried`: one line a place, for messages. */
export function findLibtorch() {
  const tried = [];
  for (const place of places()) {
    const libtorch = inspect(place);
    tried.push(`${place.source}: ${libtorch ? `libtorch ${libtorch.version} in ${libtorch.lib}` : place.missing}`);
    if (libtorch) return { found: libtorch, tried };
  }
  return { found: undefined, tried };
}

function* places() {
  const folder = process.env.LIBTORCH;
  if (folder) {
    const missing = `${folder} holds no include/ and lib/ of libtorch`;
    yield { source: "LIBTORCH", include: path.join(folder, "include"), lib: path.join(folder, "lib"), missing };
    return; // who names a folder wants that one or an error, not another
  }
  const python = pythonTorch();
  if (python) {
    const missing = `${python} holds no include/ and lib/`;
    yield { source: "python3", include: path.join(python, "include"), lib: path.join(python, "lib"), missing };
  } else yield { source: "python3", include: "", lib: "", missing: "it imports no torch" };
  for (const lib of systemLibraryFolders())
    yield { source: "system", include: "/usr/include", lib, missing: "no libtorch-dev" };
}

/** The folder of Python's torch, without the seconds that importing it takes. */
function pythonTorch() {
  const program =
    "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')";
  try {
    return execFileSync("python3", ["-c", program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}

function systemLibraryFolders() {
  const multiarch = existsSync("/usr/lib") ? readdirSync("/usr/lib").filter((name) => name.includes("linux-gnu")) : [];
  return [...multiarch.map((name) => path.join("/usr/lib", name)), "/usr/lib"];
}

function inspect({ source, include, lib }) {
  const header = VERSION_HEADERS.map((name) => path.join(include, name)).find(existsSync);
  if (!include || !header || !existsSync(path.join(lib, "libtorch_cpu.so"))) return undefined;
  const text = readFileSync(header, "utf8");
  const part = (name) => new RegExp(`#define TORCH_VERSION_${name} (\\d+)`).exec(text)?.[1] ?? "?";
  const cuda = existsSync(path.join(lib, "libtorch_cuda.so"));
  return {
    source,
    version: `${part("MAJOR")}.${part("MINOR")}.${part("PATCH")}`,
    include: [include, path.join(include, "torch/csrc/api/include")],
    lib,
    cuda,
    cudaHeaders: cuda ? cudaHeaders(include) : null,
  };
}

/** A toolkit's headers, or those that pip installs beside torch, in `site-packages/nvidia`. */
function cudaHeaders(torchInclude) {
  const { CUDA_HOME, CUDA_PATH } = process.env;
  const toolkits = [CUDA_HOME, CUDA_PATH, "/usr/local/cuda"].filter(Boolean).map((root) => path.join(root, "include"));
  const pip = path.join(torchInclude, "../../nvidia");
  const wheels = existsSync(pip) ? readdirSync(pip).map((name) => path.join(pip, name, "include")) : [];
  return [...toolkits, ...wheels].find((folder) => existsSync(path.join(folder, "cuda_runtime_api.h"))) ?? null;
}

if (process.argv[1] === import.meta.filename) {
  const { found, tried } = findLibtorch();
  console.log(found ? JSON.stringify(found) : tried.join("\n"));
  process.exitCode = found ? 0 : 1;
}
